package dev.faregate.identity;

/** The kinds of credential, never interchangeable: one is never accepted where another belongs. */
public enum CredentialKind {
    /** Permanent, named, deleted with immediate effect. */
    API_TOKEN,
    /** Signed and expiring, made from an API token. */
    BASE_TOKEN,
    /** Signed and expiring, made at sign-in and dead after sign-out. */
    SESSION_TOKEN
}
