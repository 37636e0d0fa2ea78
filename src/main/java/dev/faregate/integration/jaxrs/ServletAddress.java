package dev.faregate.integration.jaxrs;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The address of the client's connection, where resources run in a servlet container. A listener notes it when a request begins:
 * filters may replace it later by one that the client has made up, in {@code X-Forwarded-For} say. Thread-safe.
 *
 * <p>Register the listener with the container, and hand {@link #of} to the feature:
 * <pre>{@code
 * servletContext.addListener(ServletAddress.class);
 * resourceConfig.register(new GuardFeature(guard, endpoints, ServletAddress::of));
 * }</pre>
 */
public final class ServletAddress implements ServletRequestListener {

    private static final String ATTRIBUTE = ServletAddress.class.getName();
    private static final String NONE = "";

    /** Creates the listener. Containers call this. */
    public ServletAddress() {}

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        ServletRequest connection = event.getServletRequest();
        while (connection instanceof ServletRequestWrapper wrapper) {
            connection = wrapper.getRequest();
        }
        String address = connection.getRemoteAddr();
        event.getServletRequest().setAttribute(ATTRIBUTE, address == null ? NONE : address);
    }

    /**
     * Returns the address at the other end of the connection that a request came by.
     *
     * @param request the request
     * @return the address; null on a Unix socket
     * @throws IllegalStateException if the listener is not registered: the request is answered 500
     */
    public static @Nullable String of(ContainerRequestContext request) {
        // The standard has it that these are the attributes of the servlet request.
        if (request.getProperty(ATTRIBUTE) instanceof String address) {
            return address.isEmpty() ? null : address;
        }
        throw new IllegalStateException(
                "address: unknown (expected: servletContext.addListener(ServletAddress.class), before the application starts)");
    }
}
