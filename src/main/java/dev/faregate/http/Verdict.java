package dev.faregate.http;

import dev.faregate.identity.Principal;
import java.util.Map;

/** What a guard says of a request. Header names and values are ready to send. */
public sealed interface Verdict {

    /**
     * The headers that belong into the answer, whatever it is.
     *
     * @return the headers by name
     */
    Map<String, String> headers();

    /**
     * The request may go on.
     *
     * @param principal who sent it
     * @param match the endpoint, and what stands in its variables
     * @param headers what the answer must carry
     */
    record Admitted(Principal principal, Endpoints.Match match, Map<String, String> headers) implements Verdict {}

    /**
     * The request ends here.
     *
     * @param status the HTTP status
     * @param headers the headers, the body's type among them
     * @param body the body; empty for none
     */
    record Refused(int status, Map<String, String> headers, String body) implements Verdict {}
}
