package dev.faregate.identity;

/**
 * Why a credential was not accepted. For listeners and logs of the service; to the outside every rejected credential
 * looks the same, so that nobody learns from an answer which guesses were close.
 */
public enum RejectionReason {
    /** The text has not the shape of any credential. */
    MALFORMED,
    /** A genuine shape, but of a kind that is not accepted here: a base token where an API token belongs, say. */
    WRONG_KIND,
    /** The right shape, but no such API token exists. */
    UNKNOWN,
    /** Signed with a key or under a header that this service does not use. */
    UNKNOWN_KEY,
    /** The signature does not match the text. */
    BAD_SIGNATURE,
    /** Genuinely signed, but a claim is missing, of the wrong type or out of range. */
    INVALID_CLAIMS,
    /** Its time of issue lies in the future, farther than the clocks of two nodes may stand apart. */
    NOT_YET_VALID,
    /** Its life is over. */
    EXPIRED,
    /** A secret that its API token had before it was rotated; the time for which both worked is over. */
    REPLACED,
    /** It works once and was used before; its session is ended for it. */
    REUSED,
    /** It, or what it was derived from, was revoked or narrowed after it was made. */
    REVOKED,
    /** Its owner may do nothing with it any more, or nothing with the resource that it was used for. */
    OWNER_WITHOUT_RIGHTS,
    /** It was made against another revocation log, or at a position that this log has never reached. */
    UNKNOWN_LOG,
    /** Good in itself, but bound to another resource than the one it was presented for, or to none where one is needed. */
    WRONG_RESOURCE
}
