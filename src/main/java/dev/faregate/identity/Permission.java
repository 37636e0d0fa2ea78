package dev.faregate.identity;

/** How far a token reaches into its resource. {@link #READ_WRITE} includes {@link #READ}. */
public enum Permission {
    /** Look, but change nothing. */
    READ("r"),
    /** Look and change. */
    READ_WRITE("rw");

    private final String code;

    Permission(String code) {
        this.code = code;
    }

    /**
     * The short form that stands in base tokens and stores.
     *
     * @return {@code r} or {@code rw}
     */
    public String code() {
        return code;
    }

    /**
     * Reads the short form.
     *
     * @param code {@code r} or {@code rw}
     * @return the permission
     * @throws IllegalArgumentException if the code is neither
     */
    public static Permission ofCode(String code) {
        return switch (code) {
            case "r" -> READ;
            case "rw" -> READ_WRITE;
            default -> throw new IllegalArgumentException("permission: \"" + code + "\" (expected: r or rw)");
        };
    }

    /**
     * Whether whoever holds this permission may do what needs the other.
     *
     * @param required the permission that is needed
     * @return true if this permission is enough
     */
    public boolean includes(Permission required) {
        return compareTo(required) >= 0;
    }
}
