package dev.faregate.http;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a request a credential may stand: in a header of its own, or behind a scheme in {@code Authorization}. Never in
 * the query string, which ends up in logs (RFC 9700 section 4.3.2).
 */
public final class CredentialSource {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final String header;
    private final @Nullable String scheme;
    private final String name;
    private final int hash;

    private CredentialSource(String header, @Nullable String scheme) {
        this.header = checked("header", header);
        this.scheme = scheme == null ? null : checked("scheme", scheme);
        this.name = scheme == null ? header : header + ": " + scheme + " …";
        this.hash = name.toLowerCase(Locale.ROOT).hashCode();
    }

    /**
     * {@code Authorization: Bearer …} (RFC 6750 section 2.1).
     *
     * @return the source
     */
    public static CredentialSource bearer() {
        return scheme("Bearer");
    }

    /**
     * {@code Authorization} with a scheme of one's own, say {@code Token}. Schemes are compared without regard to case.
     *
     * @param scheme the scheme's name
     * @return the source
     * @throws IllegalArgumentException if the name cannot stand in a header
     */
    public static CredentialSource scheme(String scheme) {
        return new CredentialSource("Authorization", Objects.requireNonNull(scheme, "scheme"));
    }

    /**
     * A header that holds the credential and nothing else, say {@code xc-token}.
     *
     * @param name the header's name
     * @return the source
     * @throws IllegalArgumentException if the name cannot be a header's
     */
    public static CredentialSource header(String name) {
        return new CredentialSource(name, null);
    }

    String header() {
        return header;
    }

    /** The credential in a value of the header, or null if the value is of another scheme. */
    @Nullable
    String credentialIn(String value) {
        if (scheme == null) {
            return value;
        }
        int end = scheme.length();
        if (!value.regionMatches(true, 0, scheme, 0, end)) {
            return null;
        }
        if (value.length() == end) {
            return "";
        }
        return value.charAt(end) == ' ' ? value.substring(firstNonSpace(value, end)) : null;
    }

    /** What a 401 answers to whoever could have used this source (RFC 9110 section 11.6.1). */
    String challenge(String realm) {
        return scheme == null
                ? "ApiKey realm=\"" + realm + "\", header=\"" + header + '"'
                : scheme + " realm=\"" + realm + '"';
    }

    private static int firstNonSpace(String value, int from) {
        int start = from;
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    private static String checked(String what, String name) {
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("credential " + what + ": \"" + name + "\" (expected: " + TOKEN + ")");
        }
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof CredentialSource that && name.equalsIgnoreCase(that.name));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name;
    }
}
