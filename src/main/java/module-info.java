/**
 * Permanent API tokens, their exchange for expiring base tokens, and rate limits per endpoint, for services that open
 * an API to others.
 *
 * <p>A user makes an API token, which lasts, and gives it to a program ({@link dev.faregate.apitoken}). The program presents it
 * with each request, or exchanges it for a base token, a JWT that expires ({@link dev.faregate.exchange}). A guard before the
 * service's handlers reads the credential, verifies it, and takes a permit for its holder and the endpoint
 * ({@link dev.faregate.http}, {@link dev.faregate.ratelimit}), or refuses. A deleted API token is dead at once, and so is
 * everything that was made from it ({@link dev.faregate.revocation}).
 *
 * <p>Begin with {@link dev.faregate.Faregate#builder()}, which wires all that; each service can also be put together by hand.
 * The packages under {@code dev.faregate.integration} are adapters for web frameworks, and stores in databases and Redis.
 */
@org.jspecify.annotations.NullMarked
module dev.faregate {
    requires com.github.benmanes.caffeine;
    requires com.nimbusds.jose.jwt;
    requires org.slf4j;
    // Not transitive, but for what every JDK has: a module that requires this one must compile without them.
    requires static io.grpc;
    requires static io.vertx.core;
    requires static io.vertx.web;
    requires static jakarta.servlet;
    requires static jakarta.ws.rs;
    requires static transitive java.sql;
    requires static transitive jdk.httpserver;
    requires static lettuce.core;
    requires static micrometer.core;
    requires static org.jspecify;
    requires static org.reactivestreams;
    requires static reactor.core;
    requires static redis.clients.jedis;
    requires static spring.beans;
    requires static spring.boot;
    requires static spring.boot.autoconfigure;
    requires static spring.cloud.gateway.server.webflux;
    requires static spring.context;
    requires static spring.core;
    requires static spring.web;
    requires static spring.webflux;
    requires static spring.webmvc;

    exports dev.faregate;
    exports dev.faregate.apitoken;
    exports dev.faregate.basetoken;
    exports dev.faregate.exchange;
    exports dev.faregate.http;
    exports dev.faregate.identity;
    exports dev.faregate.integration.grpc;
    exports dev.faregate.integration.httpserver;
    exports dev.faregate.integration.jaxrs;
    exports dev.faregate.integration.jdbc;
    exports dev.faregate.integration.micrometer;
    exports dev.faregate.integration.redis;
    exports dev.faregate.integration.servlet;
    exports dev.faregate.integration.spring;
    exports dev.faregate.integration.vertx;
    exports dev.faregate.integration.webflux;
    exports dev.faregate.ratelimit;
    exports dev.faregate.revocation;
}
