package dev.faregate.blackbox;

/**
 * The routes of the application that the matrix is about. A column has a handler for each of them. The handler calls
 * {@link MatrixApi#handle}, with the value of {@code {base}} as the framework has routed it, and answers 200 and the text that this
 * returns, unless the constant says otherwise. A framework writes a template in its own way, see {@link MatrixAdapter#template}.
 */
public enum MatrixRoute {

    /** Has no variable. */
    LITERAL(Situation.LITERAL, "GET", "/literal"),

    /** Has no variable. A body that is sent is left alone, or bound to the handler's arguments as the framework does that. */
    LITERAL_POST(Situation.LITERAL, "POST", "/literal"),

    VARIABLE(Situation.VARIABLE, "GET", "/variable/{base}"),

    /** {@code {base}} must match {@code [a-z]+}. */
    CONSTRAINED(Situation.CONSTRAINED, "GET", "/constrained/{base}"),

    /**
     * Is a route {@code /rows} or {@code /{base}/rows} of a nested router, a sub-resource, a class or a context whose own path is
     * {@code /nested/{base}} or {@code /nested}: the first of each if the framework can.
     */
    NESTED(Situation.NESTED, "GET", "/nested/{base}/rows"),

    /** Takes {@code /wildcard/adas/a}; {@code /wildcard/adas/a/b}, too, where the framework finds the route. */
    WILDCARD(Situation.WILDCARD, "GET", "/wildcard/{base}/**"),

    /** Takes any method. */
    ANY_METHOD(Situation.ANY_METHOD, MatrixRoute.ANY, "/any/{base}"),

    /** Takes any method if the framework can; {@code GET} and {@code HEAD} at least. Declared is {@code GET}. */
    VERBS(Situation.VERBS, "GET", "/verbs/{base}"),

    NEAR(Situation.NEAR_MISS, "GET", "/near/{base}/rows"),

    /** Is not declared, and must never run. A column has it if it can have routes that are not declared. */
    NEAR_MISS(Situation.NEAR_MISS, "GET", "/near/{base}/{table}"),

    ENCODED(Situation.ENCODED, "GET", "/encoded/{base}/rows"),

    FORWARDED(Situation.FORWARDED, "GET", "/forwarded/{base}"),

    /** Is a web socket, which need not say anything. Its handler runs when the handshake has been answered 101, or just before. */
    SOCKET(Situation.UPGRADE, "GET", "/socket/{base}"),

    /** Has {@link MatrixApi#wideGuard} with {@link MatrixApi#wideEndpoints} before the other guard. */
    WIDE_GUARD_FIRST(Situation.WIDE_GUARD_FIRST, "GET", "/second/wide-first/{base}"),

    /** Has {@link MatrixApi#wideGuard} with {@link MatrixApi#wideEndpoints} behind the other guard. */
    STRICT_GUARD_FIRST(Situation.STRICT_GUARD_FIRST, "GET", "/second/strict-first/{base}"),

    /** Requires nothing. Forwards to {@link #FORWARD_TARGET} with the same {@code {base}}, and does not call {@link MatrixApi#handle}. */
    FORWARD_SOURCE(Situation.FORWARD, "GET", "/forward/{base}"),

    FORWARD_TARGET(Situation.FORWARD, "GET", "/target/{base}"),

    /** Calls {@link MatrixApi#handle} once and answers its text from another thread, by another dispatch if there is such a thing. */
    ASYNC(Situation.ASYNC, "GET", "/async/{base}"),

    /** Calls {@link MatrixApi#handle} and then fails with 409 by the framework's own means: an error page, if there is such a thing. */
    ERROR(Situation.ERROR, "GET", "/failing/{base}"),

    /** Is open. Answers 200 and what {@link MatrixApi#handleOpen} returns. */
    OPEN(null, "GET", "/open");

    /** In place of a method. */
    public static final String ANY = "*";

    private final Situation situation;
    private final String method;
    private final String template;

    MatrixRoute(Situation situation, String method, String template) {
        this.situation = situation;
        this.method = method;
        this.template = template;
    }

    /** Null for a route that every column has. */
    Situation situation() {
        return situation;
    }

    /** The method, or {@link #ANY}. */
    public String method() {
        return method;
    }

    /** The path as the guard finds it, without a context path; as a router writes it, see {@link MatrixApi#template}. */
    public String template() {
        return template;
    }

    /** Whether {@link MatrixApi#endpoints} has it. */
    boolean isDeclared() {
        return this != NEAR_MISS;
    }

    boolean isOpen() {
        return this == OPEN;
    }

    boolean hasVariable() {
        return template.contains("{base}");
    }

    /** Whether the endpoint requires all that the matrix is about. */
    boolean requires() {
        return isDeclared() && !isOpen() && this != FORWARD_SOURCE;
    }
}
