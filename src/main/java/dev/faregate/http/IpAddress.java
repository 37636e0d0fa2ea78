package dev.faregate.http;

import org.jspecify.annotations.Nullable;

/**
 * An address of IPv6, or of IPv4 as IPv6 maps it ({@code ::ffff:203.0.113.7}, RFC 4291 section 2.5.5.2), so that both spellings
 * of an IPv4 address are one. Read from literals only: no name is ever looked up.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record IpAddress(long high, long low) {

    static final int BITS = 128;
    static final int IPV4_OFFSET = 96;
    private static final int GROUPS = 8;

    /** The address, or null if the text is no literal: a name, a port, or a number in another notation besides. */
    static @Nullable IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            long ipv4 = ipv4(text, 0, text.length());
            return ipv4 < 0 ? null : new IpAddress(0, 0xffff_0000_0000L | ipv4);
        }
        // A zone names the interface of this machine that the address is reached through, and is no part of the
        // address.
        int zone = text.indexOf('%');
        return ipv6(text, zone < 0 ? text.length() : zone);
    }

    /** Whether a text is the one literal that there is for an address of IPv4. */
    static boolean isIpv4(String text) {
        return text.indexOf(':') < 0 && ipv4(text, 0, text.length()) >= 0;
    }

    boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The first bits, the others zero. */
    IpAddress prefix(int bits) {
        return bits >= Long.SIZE
                ? new IpAddress(high, low & mask(bits - Long.SIZE))
                : new IpAddress(high & mask(bits), 0);
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    private static @Nullable IpAddress ipv6(String text, int end) {
        long[] halves = new long[2];
        int group = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < end) {
            if (group == GROUPS) {
                return null;
            }
            int colon = text.indexOf(':', at);
            int stop = colon < 0 || colon > end ? end : colon;
            int dot = text.indexOf('.', at);
            if (stop == end && dot >= 0 && dot < end) {
                long ipv4 = group > GROUPS - 2 ? -1 : ipv4(text, at, end);
                if (ipv4 < 0) {
                    return null;
                }
                put(halves, group++, ipv4 >>> 16);
                put(halves, group++, ipv4 & 0xffff);
                break;
            }
            int value = hex(text, at, stop);
            if (value < 0) {
                return null;
            }
            put(halves, group++, value);
            at = stop + 1;
            if (stop < end && at == end) {
                return null;
            }
            if (at < end && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = group;
                at++;
            }
        }
        return gap < 0 ? group == GROUPS ? new IpAddress(halves[0], halves[1]) : null : spread(halves, group, gap);
    }

    private static void put(long[] halves, int group, long value) {
        halves[group / 4] |= value << (48 - 16 * (group % 4));
    }

    /** Moves the groups that stand behind the gap to the end. */
    private static @Nullable IpAddress spread(long[] halves, int groups, int gap) {
        if (groups == GROUPS) {
            return null;
        }
        long[] spread = new long[2];
        for (int i = 0; i < groups; i++) {
            int to = i < gap ? i : i + GROUPS - groups;
            put(spread, to, halves[i / 4] >>> (48 - 16 * (i % 4)) & 0xffff);
        }
        return new IpAddress(spread[0], spread[1]);
    }

    private static int hex(String text, int start, int end) {
        if (start == end || end - start > 4) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c > '~' ? -1 : Character.digit(c, 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Four decimal numbers without leading zeros, which some take for octal; or -1. */
    private static long ipv4(String text, int start, int end) {
        long address = 0;
        int dots = 0;
        int value = -1;
        for (int at = start; at < end; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9' && value != 0) {
                value = Math.max(0, value) * 10 + c - '0';
            } else if (c == '.' && value >= 0 && ++dots < 4) {
                address = address << 8 | value;
                value = -1;
            } else {
                return -1;
            }
            if (value > 255) {
                return -1;
            }
        }
        return dots == 3 && value >= 0 ? address << 8 | value : -1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(39);
        if (isIpv4()) {
            return text.append(low >>> 24 & 0xff)
                    .append('.')
                    .append(low >>> 16 & 0xff)
                    .append('.')
                    .append(low >>> 8 & 0xff)
                    .append('.')
                    .append(low & 0xff)
                    .toString();
        }
        for (int group = 0; group < GROUPS; group++) {
            append(text, (int) ((group < 4 ? high : low) >>> (48 - 16 * (group % 4)) & 0xffff));
            text.append(group < GROUPS - 1 ? ":" : "");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int group) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (shift == 0 || group >>> shift > 0) {
                text.append(Character.forDigit(group >>> shift & 0xf, 16));
            }
        }
    }
}
