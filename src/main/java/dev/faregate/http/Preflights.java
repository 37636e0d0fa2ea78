package dev.faregate.http;

/** Tells CORS preflights: what a browser asks, without credentials, before a script's request goes to another origin. */
final class Preflights {

    private Preflights() {}

    static boolean isPreflight(RequestView request) {
        return request.method().equals("OPTIONS")
                && !request.header("Origin").isEmpty()
                && !request.header("Access-Control-Request-Method").isEmpty();
    }
}
