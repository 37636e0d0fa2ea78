package dev.faregate.it.verifiers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.faregate.Faregate;
import dev.faregate.FaregateBuilder;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.basetoken.SigningKey;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.SessionToken;
import dev.faregate.http.CredentialSource;
import dev.faregate.http.Reply;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.TokenEndpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.integration.httpserver.GuardedHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The service that issues tokens: it publishes its keys and answers introspection, over HTTP. The verifiers know its address alone. */
public final class Issuer implements AutoCloseable {

    private final KeyPair rsa = pair("RSA", 2_048);
    private final SigningKey es256 = SigningKey.es256(pair("EC", 256));
    private final Faregate faregate;
    private final HttpServer server;
    private final String secret;
    private final Map<String, String> accepted = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();

    public Issuer() throws IOException {
        faregate = installation(rsa, es256).build();
        secret = issued(faregate);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TokenEndpoints endpoints = faregate.tokenEndpoints();
        server.createContext("/.well-known/jwks.json", jwks(endpoints));
        server.createContext("/introspect", introspection(faregate, endpoints));
        server.start();
        tokens("RS256", installation(rsa, es256), installation(pair("RSA", 2_048), es256));
        faregate.keyRing().activate(es256.id());
        KeyPair foreign = pair("EC", 256);
        tokens("ES256", signingWith(es256), signingWith(SigningKey.es256(foreign)));
    }

    private static FaregateBuilder installation(KeyPair keyPair, SigningKey next) {
        SigningKeys keys = SigningKeys.of(SigningKey.rs256(keyPair)).withNext(next);
        FaregateBuilder installation = Faregate.builder()
                .issuer("https://issuer.example")
                .audience("https://api.example.com")
                .signingKeys(keys);
        return installation.refreshTokenLife(Duration.ofDays(7));
    }

    private static FaregateBuilder signingWith(SigningKey key) {
        return Faregate.builder().issuer("https://issuer.example").signingKeys(SigningKeys.of(key));
    }

    private static HttpHandler jwks(TokenEndpoints endpoints) {
        return exchange -> answer(exchange, endpoints.jwks(exchange.getRequestMethod()));
    }

    /** Services show an API token of their own as the password, as OAuth's clients do. */
    private static HttpHandler introspection(Faregate faregate, TokenEndpoints endpoints) {
        RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN)
                .credentialsFrom(CredentialSource.basicPassword())
                .build();
        return GuardedHandler.of(guard).on("POST /introspect", (exchange, admitted) -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, endpoints.introspect(form));
        });
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void tokens(String algorithm, FaregateBuilder same, FaregateBuilder foreign) {
        String baseToken = baseToken(faregate, secret);
        accepted.put(algorithm, baseToken);
        SessionToken session = faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow();
        refused.put(algorithm + " session token", session.text());
        refused.put(algorithm + " refresh token", session.refreshToken());
        refused.put(algorithm + " of another's key", baseToken(foreign.build()));
        InstantSource yesterday = () -> InstantSource.system().instant().minus(Duration.ofDays(1));
        refused.put(
                algorithm + " expired",
                baseToken(
                        same.clock(yesterday).baseTokenLife(Duration.ofHours(1)).build()));
        int changed = baseToken.indexOf('.') + 12;
        String letter = baseToken.charAt(changed) == 'A' ? "B" : "A";
        refused.put(
                algorithm + " tampered with",
                baseToken.substring(0, changed) + letter + baseToken.substring(changed + 1));
    }

    private static String baseToken(Faregate faregate) {
        return baseToken(faregate, issued(faregate));
    }

    private static String baseToken(Faregate faregate, String secret) {
        return faregate.tokenExchange()
                .exchange(ExchangeRequest.of(secret).withClaim("groups", List.of("staff", "admin")))
                .orElseThrow()
                .text();
    }

    private static String issued(Faregate faregate) {
        ApiTokenRequest request = ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ_WRITE);
        return faregate.tokenIssuer()
                .issue(request.withScopes(Scopes.of("rows")))
                .orElseThrow()
                .secret();
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** Where it is, without a slash at the end. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** An API token. */
    public String secret() {
        return secret;
    }

    /** Base tokens, by algorithm. */
    public Map<String, String> accepted() {
        return accepted;
    }

    /** What no other verifier may take for a base token, by what is wrong with it. */
    public Map<String, String> refused() {
        return refused;
    }

    /** Ends all that came of the API token. */
    public void revoke() {
        faregate.tokenIssuer().revokeAll(Owner.of("ada"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
