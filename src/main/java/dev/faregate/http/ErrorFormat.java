package dev.faregate.http;

/** How a service spells its errors. */
@FunctionalInterface
public interface ErrorFormat {

    /**
     * An error as it goes out.
     *
     * @param status the HTTP status
     * @param contentType the body's media type
     * @param body the body; empty for none
     */
    record Answer(int status, String contentType, String body) {

        /** Leaves the body out. */
        @Override
        public String toString() {
            return "Answer[status=" + status + ", contentType=" + contentType + ", body=<" + body.length()
                    + " characters>]";
        }
    }

    /**
     * Spells a problem.
     *
     * @param problem the problem
     * @return what goes out
     */
    Answer answer(Problem problem);

    /**
     * Problem details, {@code application/problem+json} (RFC 9457).
     *
     * @return the format
     */
    static ErrorFormat problemDetails() {
        return ProblemDetails::answer;
    }
}
