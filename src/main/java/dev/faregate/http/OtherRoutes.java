package dev.faregate.http;

/** The rule for routes of an application that {@link Endpoints} do not declare. */
public enum OtherRoutes {
    /** Refuses them: 403, or 404 where there is no route, and only to the authenticated. */
    REFUSED,
    /** Guards them by the default rules: any credential, {@code READ} for reading methods and {@code READ_WRITE} for all others. */
    DEFAULT_RULES
}
