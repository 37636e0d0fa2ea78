package dev.faregate.integration.spring;

import dev.faregate.http.RequestGuardBuilder;

/**
 * A bean that changes the guard of an application before it is built: where credentials stand, or what a failed attempt costs, say. The
 * guard keeps what the properties say of it, which an own {@link dev.faregate.http.RequestGuard} bean would lose. There may be several:
 * they are called in their order.
 */
@FunctionalInterface
public interface RequestGuardCustomizer {

    /**
     * Changes the guard. What is set here wins over the properties.
     *
     * @param guard the builder, with all that properties and beans say
     */
    void customize(RequestGuardBuilder guard);
}
