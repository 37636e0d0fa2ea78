package dev.faregate.http;

import dev.faregate.identity.Caller;
import dev.faregate.identity.Verification;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first stage: finds the request's credential and authenticates it.
 *
 * @param credentials finds the credential
 * @param failures limits failed attempts; null for no limit
 * @param check authenticates the credential
 * @param addresses tells the client of a request
 * @param cors allows other origins; null if no rules were given
 */
record AuthenticationStage(
        CredentialReader credentials,
        @Nullable FailureLimit failures,
        CredentialCheck check,
        ClientAddress addresses,
        @Nullable Cors cors) {

    /** The one credential of a request; null if it has none, or several. */
    CredentialReader.@Nullable Read credential(RequestView request) {
        return credentials.read(request);
    }

    /** Whether another site made a browser send this, see {@link CredentialSource#cookie}. */
    boolean isCrossSite(CredentialSource source, RequestView request) {
        return source.refusesCrossSite() && CrossSite.changesFromElsewhere(request, cors);
    }

    /** The texts of a request that have the shape of credentials of this service, good or not. */
    List<String> recognized(RequestView request) {
        return credentials.all(request).stream()
                .filter(sent -> check.kindOf(sent.credential()) != null)
                .map(CredentialReader.Sent::text)
                .toList();
    }

    /** What a request without the one credential is told. */
    Problem unread(RequestView request) {
        return credentials.unread(request);
    }

    /** What the sender of a request is known by. */
    String client(RequestView request) {
        return addresses.of(request);
    }

    /** Goes on with what a credential proves, or why not. */
    Step verify(String credential, RequestView request, Function<Verification<Caller>, Step> next) {
        return check.check(credential, client(request), request, next);
    }

    /** What the sender of a rejected credential is told. */
    Problem invalid(String credential) {
        return Problem.credentialInvalid(check.kindOf(credential));
    }
}
