package dev.faregate.blackbox;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that lack one thing each. Each is new: no other cell knows it, nor has used its permits. */
final class MatrixClients {

    /** A client's owner and the line of its credential. */
    record MatrixClient(String owner, String header) {

        RawRequest sends(RawRequest request) {
            return header.isEmpty() ? request : request.with(header);
        }
    }

    private final Faregate faregate;
    private final AtomicInteger count = new AtomicInteger();

    MatrixClients(Faregate faregate) {
        this.faregate = faregate;
    }

    private String next() {
        return "owner-" + count.incrementAndGet();
    }

    private MatrixClient by(String owner, Permission permission, Scopes scopes, String base) {
        return new MatrixClient(owner, "Authorization: Bearer " + secret(owner, permission, scopes, base));
    }

    private String secret(String owner, Permission permission, Scopes scopes, String base) {
        return faregate.tokenIssuer()
                .issue(ApiTokenRequest.of(owner, Owner.of(owner), permission)
                        .withScopes(scopes)
                        .forResource(Resource.of(base)))
                .orElseThrow()
                .secret();
    }

    MatrixClient good() {
        return by(next(), Permission.READ_WRITE, MatrixApi.SCOPE, MatrixApi.BASE);
    }

    MatrixClient withoutScope() {
        return by(next(), Permission.READ_WRITE, Scopes.of("tables"), MatrixApi.BASE);
    }

    MatrixClient ofOtherBase() {
        return by(next(), Permission.READ_WRITE, MatrixApi.SCOPE, Probes.OTHER_BASE);
    }

    /** With an API token that is bound to no resource, and so to none that a path names. */
    MatrixClient unbound() {
        String owner = next();
        ApiTokenRequest request = ApiTokenRequest.of(owner, Owner.of(owner), Permission.READ_WRITE)
                .withScopes(MatrixApi.SCOPE);
        String secret = faregate.tokenIssuer().issue(request).orElseThrow().secret();
        return new MatrixClient(owner, "Authorization: Bearer " + secret);
    }

    MatrixClient readOnly() {
        return by(next(), Permission.READ, MatrixApi.SCOPE, MatrixApi.BASE);
    }

    /** With a base token that has all the rights of the good client's API token. */
    MatrixClient ofOtherKind() {
        String owner = next();
        String secret = secret(owner, Permission.READ_WRITE, MatrixApi.SCOPE, MatrixApi.BASE);
        String text = faregate.tokenExchange()
                .exchange(ExchangeRequest.of(secret))
                .orElseThrow()
                .text();
        return new MatrixClient(owner, "Authorization: Bearer " + text);
    }

    MatrixClient without() {
        return new MatrixClient("", "");
    }

    MatrixClient madeUp() {
        return new MatrixClient("", "Authorization: Bearer " + MadeUp.apiToken());
    }
}
