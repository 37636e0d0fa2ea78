/**
 * What both web stacks of Spring decide by the patterns of their routes. It is not exported: it is for the adapters of Spring MVC and
 * Spring WebFlux. No class here uses a type of one of them.
 */
@NullMarked
package dev.faregate.integration.spring.routes;

import org.jspecify.annotations.NullMarked;
