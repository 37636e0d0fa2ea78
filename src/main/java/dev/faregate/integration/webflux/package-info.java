/**
 * Guards the handlers of Spring WebFlux, Spring Cloud Gateway's routes among them, without blocking an event loop. With Spring Boot
 * 3.5 and 4 the jar on the class path is enough, see {@link dev.faregate.integration.webflux.WebFluxGuardAutoConfiguration}. Without
 * Boot, one bean does it, see {@link dev.faregate.integration.webflux.WebFluxGuard}.
 */
@NullMarked
package dev.faregate.integration.webflux;

import org.jspecify.annotations.NullMarked;
