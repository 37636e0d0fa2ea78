package dev.faregate.demo.service;

import dev.faregate.http.Problem;
import dev.faregate.http.Problem.Kind;
import dev.faregate.http.RefusedException;

/** A request that a service will not carry out, for a reason that may be told. */
public final class RefusedRequest extends RefusedException {

    private static final long serialVersionUID = 1;

    private RefusedRequest(Kind kind, String detail) {
        super(Problem.of(kind, detail));
    }

    /** The request makes no sense. */
    public static RefusedRequest invalid(String detail) {
        return new RefusedRequest(Kind.REQUEST_INVALID, detail);
    }

    /** What the request names does not exist, or not for whoever asks. */
    public static RefusedRequest notFound(String detail) {
        return new RefusedRequest(Kind.RESOURCE_UNKNOWN, detail);
    }

    /** Whoever asks may not do that. */
    public static RefusedRequest forbidden(String detail) {
        return new RefusedRequest(Kind.PERMISSION_INSUFFICIENT, detail);
    }

    /** The password is wrong, which counts as a failed attempt of the account from this address. */
    public static RefusedRequest signInFailed(String detail) {
        return new RefusedRequest(Kind.SIGN_IN_FAILED, detail);
    }

    /** Nobody is signed in. */
    public static RefusedRequest signInNeeded(String detail) {
        return new RefusedRequest(Kind.CREDENTIAL_MISSING, detail);
    }
}
