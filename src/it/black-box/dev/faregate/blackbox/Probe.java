package dev.faregate.blackbox;

import java.util.List;

/**
 * Requests that must come to one handler and share one limit.
 *
 * @param route the handler's
 * @param status what the good client is answered
 * @param requests the requests, without a credential
 */
record Probe(MatrixRoute route, int status, List<RawRequest> requests) {

    static Probe of(MatrixRoute route, RawRequest... requests) {
        return new Probe(route, 200, List.of(requests));
    }

    RawRequest first() {
        return requests.get(0);
    }
}
