package dev.faregate.blackbox;

import dev.faregate.apitoken.IssuedApiToken;

/** Someone with an API token, whom no other case knows. */
public record Client(String owner, IssuedApiToken apiToken, String readOnly) {

    public String token() {
        return apiToken.secret();
    }

    /** A line of a request. */
    String header() {
        return "Authorization: Bearer " + token();
    }
}
