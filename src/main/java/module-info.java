/**
 * Permanent API tokens, their exchange for expiring base tokens, and rate limits per endpoint, for services that open
 * an API to others.
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
    requires static redis.clients.jedis;
    requires static spring.beans;
    requires static spring.boot;
    requires static spring.boot.autoconfigure;
    requires static spring.context;
    requires static spring.core;
    requires static spring.web;
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
    exports dev.faregate.ratelimit;
    exports dev.faregate.revocation;
}
