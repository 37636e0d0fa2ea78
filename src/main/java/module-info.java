/**
 * Permanent API tokens, their exchange for expiring base tokens, and rate limits per endpoint, for services that open
 * an API to others.
 */
@org.jspecify.annotations.NullMarked
module dev.faregate {
    requires com.github.benmanes.caffeine;
    requires com.nimbusds.jose.jwt;
    requires org.slf4j;
    requires static transitive jdk.httpserver;
    requires static transitive org.jspecify;

    exports dev.faregate.identity;
    exports dev.faregate.ratelimit;
}
