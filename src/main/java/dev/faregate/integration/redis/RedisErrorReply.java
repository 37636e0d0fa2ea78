package dev.faregate.integration.redis;

/** Redis answered, but with an error. */
public final class RedisErrorReply extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The code, such as {@code NOSCRIPT}. */
    private final String code;

    /**
     * Takes the error apart. Only its code is kept as the message: the rest may quote arguments.
     *
     * @param error the error as Redis spells it: a code in upper case, a space, a text
     */
    public RedisErrorReply(String error) {
        super("Redis answered with the error " + codeOf(error), null, false, false);
        this.code = codeOf(error);
    }

    /**
     * The code.
     *
     * @return such as {@code NOSCRIPT}, {@code NOPERM}, {@code LOADING}; {@code ERR} for all that has no code of its own
     */
    public String code() {
        return code;
    }

    private static String codeOf(String error) {
        int end = error.indexOf(' ');
        String first = end < 0 ? error : error.substring(0, end);
        return first.matches("[A-Z]{2,20}") ? first : "ERR";
    }
}
