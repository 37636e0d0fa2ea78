package dev.faregate;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.faregate.LivesModel.Call;
import dev.faregate.LivesModel.Kind;
import dev.faregate.LivesModel.Made;
import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.RotateResult;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.exchange.SessionToken;
import dev.faregate.identity.Caller;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Verification;
import java.lang.reflect.Method;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * The services of an installation, at the interleavings of two threads that the model checker finds: what is taken away from the
 * one is dead to the other as soon as the call returns, and nothing else is. Each use is tried beside each taking away, for as
 * many interleavings as let the one call run whole at each step of the other; then longer rows of calls by chance.
 */
class RevocationInterleavingsTest {

    /** What shares nothing that changes, or is the test's own. */
    private static final List<String> COMPUTING = List.of(
            "com.nimbusds.",
            "javax.crypto.",
            "java.security.",
            "java.time.",
            "java.util.ArrayDeque",
            "dev.faregate.identity.",
            "dev.faregate.basetoken.C",
            "dev.faregate.basetoken.FlatJson",
            "dev.faregate.basetoken.Hs256Key",
            "dev.faregate.basetoken.ReadClaims",
            "dev.faregate.basetoken.SignedText",
            "dev.faregate.basetoken.SigningKey",
            "dev.faregate.apitoken.AlphabetFormat",
            "dev.faregate.apitoken.DigestScheme",
            "dev.faregate.apitoken.IdIndex",
            "dev.faregate.apitoken.PrefixedFormat",
            "dev.faregate.apitoken.SecretDigest",
            "dev.faregate.apitoken.TokenId",
            "dev.faregate.apitoken.TokenName",
            LivesModel.class.getName(),
            MovableClock.class.getName(),
            RepeatableRandom.class.getName());

    private static final Set<String> COLLECTIONS =
            Set.of(HashMap.class.getName(), TreeMap.class.getName(), TreeSet.class.getName());

    @Test
    void takenAwayApiTokensAreDeadWithAllThatIsMadeOfThem() {
        check(
                options()
                        .addGuarantee(
                                forClasses(COLLECTIONS::contains).allMethods().ignore()),
                ApiTokens.class,
                List.of("exchange", "authenticate", "verify"),
                List.of("revoke", "revokeAllOfOwner", "revokeEverything", "narrow", "rotateForALeak"));
    }

    @Test
    void signedOutSessionsAreDeadWithAllThatCarriesThemOn() {
        check(
                // The sessions' store has no others: without its lock, what they do would come apart.
                options()
                        .addGuarantee(
                                forClasses(COLLECTIONS::contains).allMethods().treatAsAtomic()),
                Sessions.class,
                List.of("refresh", "verify"),
                List.of("signOut", "signOutEverywhere", "revokeAllOfOwner", "refresh"));
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(60)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                // On a busy machine the first one, while which the classes are instrumented, takes more than the usual
                // 30 s.
                .invocationTimeout$lincheck(TimeUnit.MINUTES.toMillis(3))
                // What computes and what only the test has does not interleave; maps and caches do as wholes.
                .addGuarantee(forClasses(RevocationInterleavingsTest::computes)
                        .allMethods()
                        .ignore())
                .addGuarantee(forClasses(name -> name.equals(ConcurrentHashMap.class.getName())
                                || name.startsWith("com.github.benmanes."))
                        .allMethods()
                        .treatAsAtomic())
                .verifier(EpsilonVerifier.class);
    }

    private static void check(
            ModelCheckingOptions options, Class<?> operations, List<String> uses, List<String> takingsAway) {
        for (String use : uses) {
            for (String takingAway : takingsAway) {
                options.addCustomScenario(new ExecutionScenario(
                        List.of(),
                        List.of(List.of(actor(operations, use)), List.of(actor(operations, takingAway))),
                        List.of(),
                        actor(operations, "everythingIsAsTheCallsLeftIt")));
            }
        }
        options.check(operations);
    }

    private static Actor actor(Class<?> operations, String name) {
        Method method = Stream.of(operations.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return new Actor(method, method.getParameterCount() == 0 ? List.of() : List.of(0));
    }

    private static boolean computes(String name) {
        return COMPUTING.stream().anyMatch(name::startsWith);
    }

    /** API tokens of one owner, used and taken away. */
    public static final class ApiTokens {

        private static final Owner ADA = Owner.of("ada");

        private final Faregate faregate = installation();
        private final LivesModel model = new LivesModel();
        private final String id;

        /** One API token, with a base token that was seen twice, so that it is remembered. */
        public ApiTokens() {
            this.id = issueAnother();
            exchange(0);
            verify(0);
            verify(0);
        }

        @Operation
        public void issue() {
            issueAnother();
        }

        private String issueAnother() {
            Call call = model.begin();
            IssuedApiToken issued = faregate.tokenIssuer()
                    .issue(ApiTokenRequest.of(call.name(), ADA, Permission.READ_WRITE))
                    .orElseThrow();
            model.end(call);
            Made apiToken = model.made(Kind.API_TOKEN, issued.id(), null, call);
            model.made(Kind.SECRET, issued.secret(), apiToken, call);
            return issued.id();
        }

        @Operation
        public void exchange(@Param(gen = IntGen.class, conf = "0:2") int younger) {
            Made secret = Objects.requireNonNull(model.newestBut(younger, Kind.SECRET));
            Call call = model.begin();
            ExchangeResult result = faregate.tokenExchange().exchange(ExchangeRequest.of(secret.text));
            model.end(call);
            model.judge(secret, call, result instanceof ExchangeResult.Exchanged);
            if (result instanceof ExchangeResult.Exchanged exchanged) {
                Permission permission = exchanged.baseToken().claims().permission();
                Kind kind = permission == Permission.READ ? Kind.NARROW_BASE_TOKEN : Kind.WIDE_BASE_TOKEN;
                model.made(kind, exchanged.baseToken().text(), secret, call);
            }
        }

        @Operation
        public void authenticate(@Param(gen = IntGen.class, conf = "0:2") int younger) {
            authenticate(Objects.requireNonNull(model.newestBut(younger, Kind.SECRET)));
        }

        private void authenticate(Made secret) {
            Call call = model.begin();
            Verification<ApiToken> answer = faregate.tokenIssuer().authenticate(secret.text);
            model.end(call);
            model.judge(secret, call, answer instanceof Verification.Accepted);
        }

        @Operation
        public void verify(@Param(gen = IntGen.class, conf = "0:2") int younger) {
            Made baseToken = model.newestBut(younger, Kind.WIDE_BASE_TOKEN, Kind.NARROW_BASE_TOKEN);
            if (baseToken != null) {
                verify(baseToken);
            }
        }

        private void verify(Made baseToken) {
            Call call = model.begin();
            Verification<Caller> answer = faregate.baseTokenVerifier().verify(baseToken.text);
            model.end(call);
            model.judge(baseToken, call, answer instanceof Verification.Accepted);
        }

        @Operation
        public void revoke() {
            Call call = model.begin();
            model.ending(call, this::isTheApiToken);
            faregate.tokenIssuer().revoke(id);
            model.end(call);
        }

        @Operation
        public void revokeAllOfOwner() {
            Call call = model.begin();
            model.ending(call, made -> made.kind == Kind.API_TOKEN);
            faregate.tokenIssuer().revokeAll(ADA);
            model.end(call);
        }

        @Operation
        public void revokeEverything() {
            Call call = model.begin();
            model.ending(call, made -> made.kind == Kind.API_TOKEN);
            faregate.tokenIssuer().revokeEverything();
            model.end(call);
        }

        @Operation
        public void narrow() {
            Call call = model.begin();
            Predicate<Made> wide = made -> made.kind == Kind.WIDE_BASE_TOKEN && isFromTheApiToken(made);
            model.outlawing(call, made -> made.kind == Kind.NARROW_BASE_TOKEN && isFromTheApiToken(made), wide);
            faregate.tokenIssuer().changePermission(id, Permission.READ);
            model.end(call);
        }

        @Operation
        public void rotateForALeak() {
            Call call = model.begin();
            model.ending(call, made -> made.kind == Kind.SECRET && made.by != call && isFromTheApiToken(made));
            RotateResult rotated = faregate.tokenIssuer().rotate(id, Duration.ZERO);
            model.end(call);
            if (rotated instanceof RotateResult.Rotated done) {
                model.made(
                        Kind.SECRET,
                        done.rotated().secret(),
                        Objects.requireNonNull(model.newestBut(Integer.MAX_VALUE / 2, Kind.API_TOKEN)),
                        call);
            } else {
                model.notEnding(call);
            }
        }

        /** Whatever there is, at last. */
        @Validate
        public void everythingIsAsTheCallsLeftIt() {
            model.all(Kind.SECRET).forEach(this::authenticate);
            model.all(Kind.WIDE_BASE_TOKEN, Kind.NARROW_BASE_TOKEN).forEach(this::verify);
            model.assertNothingWasWrong();
        }

        private boolean isTheApiToken(Made made) {
            return made.kind == Kind.API_TOKEN && made.text.equals(id);
        }

        private boolean isFromTheApiToken(Made made) {
            return made.isOrComesFrom(this::isTheApiToken);
        }
    }

    /** One session, carried on and signed out. */
    public static final class Sessions {

        private static final Owner ADA = Owner.of("ada");

        private final Faregate faregate = installation();
        private final LivesModel model = new LivesModel();
        private final String id;

        /** A session whose token was seen twice, so that it is remembered. */
        public Sessions() {
            Call call = model.begin();
            SessionToken signedIn = faregate.sessionTokens().signIn(ADA).orElseThrow();
            model.end(call);
            this.id = signedIn.claims().sourceId();
            learn(signedIn, model.made(Kind.SESSION, id, null, call), call);
            verify(0);
            verify(0);
        }

        private void learn(SessionToken token, Made session, Call by) {
            model.made(Kind.SESSION_TOKEN, token.text(), session, by);
            model.made(Kind.REFRESH_TOKEN, Objects.requireNonNull(token.refreshToken()), session, by);
        }

        @Operation
        public void refresh(@Param(gen = IntGen.class, conf = "0:1") int younger) {
            Made refreshToken = Objects.requireNonNull(model.newestBut(younger, Kind.REFRESH_TOKEN));
            Call call = model.begin();
            model.trying(call, refreshToken);
            Verification<SessionToken> result = faregate.sessionTokens().refresh(refreshToken.text);
            model.end(call);
            model.judge(refreshToken, call, result instanceof Verification.Accepted);
            if (result instanceof Verification.Accepted<SessionToken> refreshed) {
                model.usedUp(call, refreshToken);
                learn(refreshed.value(), Objects.requireNonNull(refreshToken.source), call);
            }
        }

        @Operation
        public void verify(@Param(gen = IntGen.class, conf = "0:2") int younger) {
            verify(Objects.requireNonNull(model.newestBut(younger, Kind.SESSION_TOKEN)));
        }

        private void verify(Made sessionToken) {
            Call call = model.begin();
            Verification<Caller> answer = faregate.sessionTokens().verify(sessionToken.text);
            model.end(call);
            model.judge(sessionToken, call, answer instanceof Verification.Accepted);
        }

        @Operation
        public void signOut() {
            end(() -> faregate.sessionTokens().signOut(ADA, id));
        }

        @Operation
        public void signOutEverywhere() {
            end(() -> faregate.sessionTokens().signOutEverywhere(ADA));
        }

        @Operation
        public void revokeAllOfOwner() {
            end(() -> faregate.tokenIssuer().revokeAll(ADA));
        }

        private void end(Runnable taking) {
            Call call = model.begin();
            model.ending(call, made -> made.kind == Kind.SESSION);
            taking.run();
            model.end(call);
        }

        /** Whatever there is, at last. */
        @Validate
        public void everythingIsAsTheCallsLeftIt() {
            model.all(Kind.SESSION_TOKEN).forEach(this::verify);
            model.assertNothingWasWrong();
        }
    }

    private static final SigningKeys KEYS = SigningKeys.hs256(new byte[32]);

    private static Faregate installation() {
        return Faregate.builder()
                .clock(new MovableClock())
                .random(new RepeatableRandom())
                .signingKeys(KEYS)
                .sessionLife(Duration.ofHours(10))
                .refreshTokenLife(Duration.ofDays(7))
                .refreshReuse(Duration.ZERO)
                .apiTokens(issuer -> issuer.lastUsesWrittenBy(later -> {}))
                .build();
    }

    /** The same at each repetition, as the model checker needs it. */
    private static final class RepeatableRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final transient SplittableRandom source = new SplittableRandom(42);

        RepeatableRandom() {
            super(null, null);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            source.nextBytes(bytes);
        }
    }
}
