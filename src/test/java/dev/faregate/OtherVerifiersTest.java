package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpServer;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.basetoken.SigningKey;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.SessionToken;
import dev.faregate.http.Reply;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JOSE library's verifier, as it is: it knows the address of the published keys, and nothing of this library. */
class OtherVerifiersTest {

    /** What is published, and can be verified by others. */
    enum Algorithm {
        RS256,
        ES256;

        SigningKey newKey() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(this == RS256 ? "RSA" : "EC");
                generator.initialize(this == RS256 ? 2_048 : 256);
                return this == RS256
                        ? SigningKey.rs256(generator.generateKeyPair())
                        : SigningKey.es256(generator.generateKeyPair());
            } catch (GeneralSecurityException absent) {
                throw new IllegalStateException(absent);
            }
        }
    }

    private HttpServer published;

    @BeforeEach
    void publish() throws Exception {
        published = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        published.start();
    }

    @AfterEach
    void stop() {
        published.stop(0);
    }

    private static FaregateBuilder issuer(SigningKey key) {
        return Faregate.builder()
                .issuer("https://issuer.example")
                .signingKeys(SigningKeys.of(key))
                .refreshTokenLife(Duration.ofDays(7));
    }

    private static String baseToken(Faregate faregate) {
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ)
                        .withScopes(Scopes.of("rows"))
                        .forResource(Resource.of("inventory")))
                .orElseThrow()
                .secret();
        return faregate.tokenExchange()
                .exchange(ExchangeRequest.of(secret))
                .orElseThrow()
                .text();
    }

    private DefaultJWTProcessor<SecurityContext> verifier(Faregate faregate) throws Exception {
        published.createContext("/jwks", exchange -> {
            Reply reply = faregate.tokenEndpoints().jwks(exchange.getRequestMethod());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        URI jwks = URI.create("http://localhost:" + published.getAddress().getPort() + "/jwks");
        DefaultJWTProcessor<SecurityContext> verifier = new DefaultJWTProcessor<>();
        verifier.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                JWKSourceBuilder.create(jwks.toURL()).build()));
        return verifier;
    }

    @ParameterizedTest
    @EnumSource
    void baseTokenIsVerifiedByThePublishedKeys(Algorithm algorithm) throws Exception {
        Faregate faregate = issuer(algorithm.newKey()).build();
        JWTClaimsSet claims = verifier(faregate).process(baseToken(faregate), null);
        assertThat(claims.getIssuer()).isEqualTo("https://issuer.example");
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getAudience()).containsExactly("inventory");
        assertThat(claims.getStringClaim("scope")).isEqualTo("rows");
    }

    @ParameterizedTest
    @EnumSource
    void nothingElseIsVerified(Algorithm algorithm) throws Exception {
        SigningKey key = algorithm.newKey();
        Faregate faregate = issuer(key).build();
        DefaultJWTProcessor<SecurityContext> verifier = verifier(faregate);
        SessionToken session = faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow();
        String baseToken = baseToken(faregate);
        InstantSource yesterday = () -> InstantSource.system().instant().minus(Duration.ofDays(1));
        String expired = baseToken(
                issuer(key).baseTokenLife(Duration.ofHours(1)).clock(yesterday).build());
        String foreign = baseToken(issuer(algorithm.newKey()).build());
        int payload = baseToken.indexOf('.') + 12;
        String tampered = baseToken.substring(0, payload)
                + (baseToken.charAt(payload) == 'A' ? 'B' : 'A')
                + baseToken.substring(payload + 1);
        assertRefused(verifier, session.text(), "not allowed");
        assertRefused(verifier, Objects.requireNonNull(session.refreshToken()), "not allowed");
        assertRefused(verifier, expired, "Expired JWT");
        assertRefused(verifier, foreign, "no matching key(s) found");
        assertRefused(verifier, tampered, "Invalid signature");
    }

    /** Some verifiers do not check {@code typ}. Each is bound to refuse what is critical and unknown to it (RFC 7515 section 4.1.11). */
    @ParameterizedTest
    @EnumSource
    void sessionTokensAreRefusedByVerifiersThatIgnoreTheType(Algorithm algorithm) throws Exception {
        Faregate faregate = issuer(algorithm.newKey()).build();
        DefaultJWTProcessor<SecurityContext> verifier = verifier(faregate);
        verifier.setJWSTypeVerifier((type, context) -> {});
        verifier.process(baseToken(faregate), null);
        SessionToken session = faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow();
        assertRefused(verifier, session.text(), "Invalid signature");
        assertRefused(verifier, Objects.requireNonNull(session.refreshToken()), "Invalid signature");
    }

    private static void assertRefused(DefaultJWTProcessor<SecurityContext> verifier, String token, String why) {
        assertThatThrownBy(() -> verifier.process(token, null)).hasMessageContaining(why);
    }
}
