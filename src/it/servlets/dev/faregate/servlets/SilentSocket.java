package dev.faregate.servlets;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

/** Another protocol than HTTP, in which nothing is said. */
public final class SilentSocket implements HttpUpgradeHandler {

    @Override
    public void init(WebConnection connection) {
        try {
            connection.close();
        } catch (Exception gone) {
            throw new IllegalStateException(gone);
        }
    }

    @Override
    public void destroy() {}
}
