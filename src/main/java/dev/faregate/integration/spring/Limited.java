package dev.faregate.integration.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The limits of the endpoints that a handler method answers, or of all that a controller does; a method's own come before its
 * controller's, and what the properties say of an endpoint before both. Read once, at the start, by
 * {@link FaregateAutoConfiguration}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Limited {

    /**
     * The limits, which hold together.
     *
     * @return one to four, as {@link dev.faregate.ratelimit.Limit#parse} reads them: {@code "20/s"}
     */
    String[] value();
}
