package dev.faregate.exchange;

import dev.faregate.identity.RejectionReason;

/** What became of an exchange. */
public sealed interface ExchangeResult {

    /**
     * A base token was made.
     *
     * @param baseToken the base token
     */
    record Exchanged(BaseToken baseToken) implements ExchangeResult {}

    /**
     * The API token is no good.
     *
     * @param reason why; for the service's own eyes
     */
    record InvalidApiToken(RejectionReason reason) implements ExchangeResult {}

    /**
     * The request asks for something that an exchange cannot give.
     *
     * @param error the error, in RFC 8693's terms
     * @param problem what is wrong, in words that may be shown to the client
     */
    record InvalidRequest(ErrorCode error, String problem) implements ExchangeResult {}

    /** The errors of RFC 8693 section 2.2.2 and RFC 6749 section 5.2 that a request can meet. */
    enum ErrorCode {
        /** A parameter is out of range. */
        INVALID_REQUEST("invalid_request"),
        /** More permission than the API token has. */
        INVALID_SCOPE("invalid_scope"),
        /** A resource that the API token does not open, or on which its owner has no rights. */
        INVALID_TARGET("invalid_target");

        private final String code;

        ErrorCode(String code) {
            this.code = code;
        }

        /**
         * The error as the RFCs write it.
         *
         * @return the value of {@code error} in an answer
         */
        public String code() {
            return code;
        }
    }

    /**
     * The base token, for callers to whom a refusal would be a surprise.
     *
     * @return the base token
     * @throws IllegalStateException if there is none; the message says why
     */
    default BaseToken orElseThrow() {
        if (this instanceof Exchanged exchanged) {
            return exchanged.baseToken();
        }
        throw new IllegalStateException("no base token made: " + this);
    }
}
