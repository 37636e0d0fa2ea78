package dev.faregate.blackbox;

/** How a request comes to its handler: the rows of the matrix. */
public enum Situation {

    /** A path without variables, for {@code GET} and for {@code POST}. */
    LITERAL,

    /** A path with a variable. */
    VARIABLE,

    /** A path with a variable that must match a pattern. */
    CONSTRAINED,

    /** A route below a router, a class, a context or a sub-resource that has a path of its own. */
    NESTED,

    /** A route for every path below a prefix. */
    WILDCARD,

    /** A whole application below a prefix: a context path, a servlet path, or both. It is a second server. */
    CONTEXT_PATH,

    /** A route and an endpoint for any method. */
    ANY_METHOD,

    /** A route for any method, of which {@code GET} alone is declared: {@code HEAD} is {@code GET}, all else is refused. */
    VERBS,

    /** A route that is not declared, beside one that is. */
    NEAR_MISS,

    /** Other spellings of a path: percent-encoded, with dots, doubled slashes, parameters. */
    ENCODED,

    /** Headers of proxies that are not trusted, and headers that name another method or path. */
    FORWARDED,

    /** The handshake of a web socket. */
    UPGRADE,

    /** A guard that requires nothing, and behind it one that does. */
    WIDE_GUARD_FIRST,

    /** A guard that requires something, and behind it one that does not. */
    STRICT_GUARD_FIRST,

    /** A handler without a requirement that forwards to one with a requirement, inside the server. */
    FORWARD,

    /** A handler whose answer comes from another thread, by another dispatch if the framework has those. */
    ASYNC,

    /** A handler that ends in an error, which the framework answers by its own means. */
    ERROR
}
