package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenListener;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.ApiTokenStore;
import dev.faregate.apitoken.DigestScheme;
import dev.faregate.apitoken.IssueResult;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.RotateResult;
import dev.faregate.apitoken.SecretSeal;
import dev.faregate.apitoken.TokenFormat;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.exchange.SessionToken;
import dev.faregate.http.Endpoint;
import dev.faregate.http.GuardListener;
import dev.faregate.http.Problem;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.ratelimit.Decision;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Ten thousand mixed operations, and a search through all that was said and kept for anything that opens a door. */
class NothingToStealTest {

    private static final Path TRACE = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile", "none"));
    private static final Pattern NO_PART_OF_A_SECRET =
            Pattern.compile("[^A-Za-z0-9_.+/=-]+|(?<=[A-Za-z])=(?=[A-Za-z])");
    private static final Pattern POINT = Pattern.compile("\\.");
    private static final TokenFormat FORMAT = TokenFormat.prefixed("fg");
    private static final int OPERATIONS = 10_000;
    private static final long SEED = System.nanoTime();

    private final MovableClock clock = new MovableClock();
    private final Random random = new Random(SEED);
    private final SecureRandom unpredictable = new SecureRandom();
    private final StringBuilder said = new StringBuilder();
    private final Set<String> secrets = new HashSet<>();
    private final List<IssuedApiToken> issued = new ArrayList<>();
    private final List<String> signed = new ArrayList<>();
    private final byte[] signingKey = key(1);
    private final byte[] pepper = key(2);
    private final byte[] sealKey = key(3);
    private final ApiTokenStore store =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    private final Faregate faregate = Faregate.builder()
            .clock(clock)
            .signingKeys(SigningKeys.hs256(signingKey))
            .apiTokenStore(store)
            .quota(Quota.unlimited())
            .refreshTokenLife(Duration.ofDays(1))
            .apiTokens(issuer -> issuer.digests(DigestScheme.peppered(pepper))
                    .recoverableSecrets(SecretSeal.a256gcm(sealKey))
                    .listener(new Saying()))
            .build();
    private final RequestGuard guard = faregate.guard(CredentialKind.values())
            .listener(new GuardListener() {
                @Override
                public void admitted(String endpoint, Caller caller, Decision decision) {
                    say(endpoint + caller + decision);
                }

                @Override
                public void rejected(String endpoint, RejectionReason reason) {
                    say(endpoint + reason);
                }

                @Override
                public void refused(String endpoint, Problem problem) {
                    say(endpoint + problem);
                }
            })
            .build();

    private byte[] key(int salt) {
        byte[] key = new byte[32];
        new Random(SEED + salt).nextBytes(key);
        return key;
    }

    @Test
    void nothingThatOpensADoorIsInWhatIsSaidLoggedOrStored() throws Exception {
        for (int i = 0; i < OPERATIONS; i++) {
            operate(i);
        }
        say(faregate.keyRing());
        say(SigningKeys.hs256(signingKey) + " " + DigestScheme.peppered(pepper) + " " + SecretSeal.a256gcm(sealKey));
        for (byte[] key : List.of(signingKey, pepper, sealKey)) {
            secrets.add(HexFormat.of().formatHex(key));
            secrets.add(Base64.getEncoder().encodeToString(key));
            secrets.add(Base64.getUrlEncoder().withoutPadding().encodeToString(key));
        }
        LoggerFactory.getLogger(NothingToStealTest.class).trace("the trace is written where it is searched");
        String logged = Files.readString(TRACE, StandardCharsets.UTF_8);
        assertThat(logged).contains("the trace is written where it is searched");
        String kept = Dump.of(store);
        assertThat(kept).contains(issued.get(issued.size() - 1).apiToken().name());
        assertThat(secrets).as("seed %d", SEED).hasSizeGreaterThan(OPERATIONS / 4);
        assertThat(secretsIn(said)).as("said; seed %d", SEED).isEmpty();
        assertThat(secretsIn(logged)).as("logged; seed %d", SEED).isEmpty();
        assertThat(secretsIn(kept)).as("kept; seed %d", SEED).isEmpty();
    }

    /** Those that stand in a text as a word, or as a word's part between points. */
    private Set<String> secretsIn(CharSequence text) {
        Set<String> found = new HashSet<>();
        NO_PART_OF_A_SECRET.splitAsStream(text).forEach(word -> {
            found.add(word);
            POINT.splitAsStream(word).forEach(found::add);
        });
        found.retainAll(secrets);
        return found;
    }

    @Test
    void searchFindsWhatIsThere() {
        secrets.add("fg_secret");
        secrets.add("signature");
        assertThat(secretsIn("token=fg_secret, \"eyJ.e30.signature\""))
                .containsExactlyInAnyOrder("fg_secret", "signature");
    }

    private void operate(int number) {
        switch (random.nextInt(12)) {
            case 0, 1 -> remember(faregate.tokenIssuer().issue(request(number)));
            case 2 -> {
                String secret = FORMAT.generate(unpredictable);
                secrets.add(secret);
                remember(faregate.tokenIssuer().importSecret(request(number), secret));
                say(faregate.tokenIssuer().importSecret(request(number), secret + "x"));
            }
            case 3 ->
                ofSome(token -> faregate.tokenIssuer().rotate(token.id(), Duration.ofMinutes(random.nextInt(2))))
                        .forEach(this::rememberRotated);
            case 4 -> {
                ofSome(token -> faregate.tokenIssuer().reveal(token.id()).isPresent());
                ofSome(token -> faregate.tokenIssuer().rename(token.id(), "renamed " + number));
                ofSome(token -> faregate.tokenIssuer().changePermission(token.id(), Permission.READ));
                ofSome(token -> faregate.tokenIssuer()
                        .changeExpiry(token.id(), clock.instant().plusSeconds(number)));
            }
            case 5 -> ofSome(token -> faregate.tokenIssuer().authenticate(token.secret()));
            case 6 -> ofSome(token -> exchange(token.secret()));
            case 7 -> {
                SessionToken session =
                        faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow();
                sign(session.text());
                sign(String.valueOf(session.refreshToken()));
                say(session);
                if (random.nextInt(4) == 0) {
                    faregate.sessionTokens().signOut(session.claims().caller());
                }
            }
            case 8 -> trying(() -> guard.check(request(credential()), Endpoint.of("GET /rows"), Map.of()));
            case 9 -> trying(() -> faregate.tokenEndpoints().introspect("token=" + credential()));
            case 10 ->
                ofSome(token -> faregate.tokenIssuer().revoke(random.nextBoolean() ? token.id() : token.secret()));
            default -> {
                trying(() -> refreshed(credential()));
                ofSome(token -> random.nextInt(8) == 0 ? faregate.tokenIssuer().revokeLeaked(token.secret()) : "kept");
            }
        }
    }

    private ApiTokenRequest request(int number) {
        return ApiTokenRequest.of("token " + number, Owner.of("ada"), Permission.READ_WRITE);
    }

    private Object exchange(String secret) {
        ExchangeResult result = faregate.tokenExchange().exchange(ExchangeRequest.of(secret));
        if (result instanceof ExchangeResult.Exchanged exchanged) {
            sign(exchanged.baseToken().text());
        }
        say(ExchangeRequest.of(secret));
        return result;
    }

    private void remember(IssueResult result) {
        say(result);
        if (result instanceof IssueResult.Issued granted) {
            rememberRotated(granted.issued());
        }
    }

    private void rememberRotated(IssuedApiToken token) {
        secrets.add(token.secret());
        issued.add(token);
    }

    private Object refreshed(String refreshToken) {
        Verification<SessionToken> result = faregate.sessionTokens().refresh(refreshToken);
        if (result instanceof Verification.Accepted<SessionToken> accepted) {
            sign(accepted.value().text());
            sign(String.valueOf(accepted.value().refreshToken()));
        }
        return result;
    }

    private void sign(String text) {
        signed.add(text);
        secrets.add(text);
        secrets.add(text.substring(text.lastIndexOf('.') + 1));
    }

    private List<IssuedApiToken> ofSome(Function<IssuedApiToken, Object> operation) {
        if (issued.isEmpty()) {
            return List.of();
        }
        Object result = trying(() -> operation.apply(issued.get(random.nextInt(issued.size()))));
        return result instanceof RotateResult.Rotated done ? List.of(done.rotated()) : List.of();
    }

    private String credential() {
        List<String> texts = new ArrayList<>(List.of("junk", "a.b.c", ""));
        if (!issued.isEmpty()) {
            texts.add(issued.get(random.nextInt(issued.size())).secret());
        }
        if (!signed.isEmpty()) {
            String text = signed.get(random.nextInt(signed.size()));
            texts.add(text);
            texts.add(text + "x");
        }
        return texts.get(random.nextInt(texts.size()));
    }

    private static RequestView request(String credential) {
        return new RequestView() {
            @Override
            public String method() {
                return "GET";
            }

            @Override
            public String rawPath() {
                return "/rows";
            }

            @Override
            public List<String> header(String name) {
                return name.equals("Authorization") ? List.of("Bearer " + credential) : List.of();
            }

            @Override
            public @Nullable String remoteAddress() {
                return null;
            }
        };
    }

    private @Nullable Object trying(Supplier<@Nullable Object> operation) {
        try {
            Object result = operation.get();
            say(result);
            return result;
        } catch (RuntimeException thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            say(trace);
            return null;
        }
    }

    private void say(@Nullable Object anything) {
        said.append(anything).append('\n');
    }

    /** Says what a listener hears. */
    private final class Saying implements ApiTokenListener {
        @Override
        public void issued(ApiToken apiToken) {
            say(apiToken);
        }

        @Override
        public void renamed(ApiToken before, ApiToken after) {
            say(before + " " + after);
        }

        @Override
        public void rightsChanged(ApiToken before, ApiToken after) {
            say(before + " " + after);
        }

        @Override
        public void leaked(ApiToken apiToken) {
            say(apiToken);
        }

        @Override
        public void rotated(ApiToken apiToken, Instant previousUntil) {
            say(apiToken);
        }

        @Override
        public void revealed(ApiToken apiToken) {
            say(apiToken);
        }

        @Override
        public void revoked(ApiToken apiToken) {
            say(apiToken);
        }

        @Override
        public void allRevoked(RevocationTarget target) {
            say(target);
        }

        @Override
        public void rejected(RejectionReason reason) {
            say(reason);
        }
    }
}
