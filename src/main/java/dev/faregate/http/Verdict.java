package dev.faregate.http;

import dev.faregate.identity.Caller;
import java.nio.charset.StandardCharsets;

/** What a guard says of a request, and how it is carried out: an adapter need not know why. */
public sealed interface Verdict {

    /**
     * The headers that belong into the answer, whatever it is. Set them before the request goes on: an answer that is being sent
     * takes none.
     *
     * @return the headers
     */
    ResponseHeaders headers();

    /**
     * Carries this out: writes the headers, and sends an answer unless the request has {@link Passed}. A preflight is answered 204; an
     * application that answers preflights itself lets them go on instead.
     *
     * @param response the answer, which has not begun
     * @param <E> what the framework throws
     * @throws E if an answer cannot be sent
     */
    default <E extends Exception> void writeTo(ResponseView<E> response) throws E {
        headers().writeTo(response);
    }

    /** The request may go on to an endpoint. */
    sealed interface Passed extends Verdict {

        /**
         * The endpoint, and what stands in its variables.
         *
         * @return the match
         */
        Endpoints.Match match();
    }

    /**
     * The request may go on. {@code toString} leaves the credential out.
     *
     * @param caller who sent it
     * @param credential the secret that proved it, as it was sent; for an endpoint that exchanges or revokes it
     *     ({@code ExchangeRequest.of(admitted.credential())}), and for nothing that is kept or shown
     * @param match the endpoint, and what stands in its variables
     * @param headers what the answer must carry
     */
    record Admitted(Caller caller, String credential, Endpoints.Match match, ResponseHeaders headers)
            implements Passed {

        @Override
        public String toString() {
            return "Admitted[caller=" + caller + ", credential=<redacted>, match=" + match + ", headers=" + headers
                    + "]";
        }
    }

    /**
     * The request may go on, since its endpoint is {@linkplain Endpoint#open() open}: nobody asked who sent it.
     *
     * @param match the endpoint, and what stands in its variables
     * @param headers what the answer must carry
     * @param signIn limits failed attempts, for an endpoint whose handler checks a password
     */
    record Opened(Endpoints.Match match, ResponseHeaders headers, SignIn signIn) implements Passed {}

    /**
     * The request may go on, and is for no endpoint: it is a CORS preflight, which browsers send without credentials, and which the
     * application answers itself unless {@link RequestGuardBuilder#cors} says otherwise. A server without handling of its own answers 204.
     * Anybody can make a request look like one, so let it go on only to what answers preflights, never to a handler that takes any method.
     *
     * @param headers what the answer must carry
     */
    record Preflight(ResponseHeaders headers) implements Verdict {
        @Override
        public <E extends Exception> void writeTo(ResponseView<E> response) throws E {
            Verdict.super.writeTo(response);
            response.send(204, new byte[0]);
        }
    }

    /**
     * The request is answered here, and goes no further.
     *
     * @param status the HTTP status
     * @param headers the headers, the body's type among them
     * @param body the body; empty for none, as to any {@code HEAD}
     */
    record Answered(int status, ResponseHeaders headers, String body) implements Verdict {

        /** Leaves the body out: of a token exchange it holds the base token. */
        @Override
        public String toString() {
            return "Answered[status=" + status + ", headers=" + headers + ", body=<" + body.length() + " characters>]";
        }

        /**
         * The body as it is sent.
         *
         * @return in UTF-8; no bytes for no body
         */
        public byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <E extends Exception> void writeTo(ResponseView<E> response) throws E {
            Verdict.super.writeTo(response);
            response.send(status, bytes());
        }

        /**
         * Carries this out in place of what was let through: the answer has the headers of that verdict already.
         *
         * @param response the answer, which has not begun to be sent
         * @param <E> what the framework throws
         * @throws E if the answer cannot be sent
         */
        public <E extends Exception> void writeOver(ResponseView<E> response) throws E {
            headers.writeOver(response);
            response.send(status, bytes());
        }
    }
}
