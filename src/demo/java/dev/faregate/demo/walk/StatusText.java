package dev.faregate.demo.walk;

/** The words behind a status code (RFC 9110 section 15, RFC 6585 section 4). */
final class StatusText {

    private StatusText() {}

    static String of(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            default -> "";
        };
    }
}
