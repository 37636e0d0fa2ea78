package dev.faregate.http;

import java.util.regex.Pattern;

/** A block of addresses in CIDR notation (RFC 4632): {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address. */
record AddressRange(IpAddress start, int bits) {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");

    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw refused(text);
        }
        boolean ipv4 = address.isIpv4() && text.indexOf(':') < 0;
        int offset = ipv4 ? IpAddress.IPV4_OFFSET : 0;
        int bits = IpAddress.BITS;
        if (slash >= 0) {
            String number = text.substring(slash + 1);
            if (!NUMBER.matcher(number).matches()) {
                throw refused(text);
            }
            bits = offset + Integer.parseInt(number);
        }
        if (bits < offset || bits > IpAddress.BITS || !address.prefix(bits).equals(address)) {
            throw refused(text);
        }
        return new AddressRange(address, bits);
    }

    boolean contains(IpAddress address) {
        return address.prefix(bits).equals(start);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("address range: \"" + text
                + "\" (expected: an address, or its first bits and their number as in 10.0.0.0/8 or fd00::/8)");
    }
}
