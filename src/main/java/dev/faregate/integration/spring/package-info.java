/**
 * Guards the handlers of Spring MVC, and puts an installation together for Spring Boot 3.5 and 4, from properties and beans, see
 * {@link dev.faregate.integration.spring.FaregateAutoConfiguration}.
 */
@NullMarked
package dev.faregate.integration.spring;

import org.jspecify.annotations.NullMarked;
