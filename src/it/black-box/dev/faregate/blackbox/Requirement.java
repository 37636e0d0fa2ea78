package dev.faregate.blackbox;

/** What an endpoint can require, and what must hold in every {@link Situation}: the columns of the matrix. */
public enum Requirement {

    /** The scope of the endpoint. */
    SCOPE,

    /** The resource that a variable of the path names. */
    RESOURCE,

    /** The kind of credential. */
    KIND,

    /** The permission, which is more than the method would need. */
    PERMISSION,

    /** The endpoint's own limit, and no second permit for the same request. */
    LIMIT,

    /** The address of the connection, by which failed attempts and open endpoints are limited. */
    ADDRESS,

    /** Who the handler is told. */
    TOLD
}
