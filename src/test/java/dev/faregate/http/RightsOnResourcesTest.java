package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssueResult;
import dev.faregate.apitoken.OwnerRights;
import dev.faregate.apitoken.OwnerRights.Rights;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.exchange.ExchangeResult;
import dev.faregate.exchange.ExchangeResult.ErrorCode;
import dev.faregate.exchange.ExchangeResult.InvalidRequest;
import dev.faregate.exchange.Introspection;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who names a resource has the rights that the owner has on it, wherever it is named. */
class RightsOnResourcesTest {

    private static final Owner ADA = Owner.of("ada");
    private static final Resource BASE = Resource.of("base-1");
    private static final Scopes HELD = Scopes.of("files", "rows");
    private static final Endpoint BOUND = Endpoint.of("GET /bases/{base}/rows").forResourceIn("base");
    private static final Endpoint OR_UNBOUND =
            Endpoint.of("GET /shared/{base}/rows").forResourceIn("base").orUnbound();
    private static final Endpoint WRITING =
            Endpoint.of("POST /shared/{base}/rows").forResourceIn("base").orUnbound();

    private final Map<Optional<Resource>, Rights> now = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<RejectionReason> reasons = new ArrayList<>();
    private final Faregate faregate = over(OwnerRights.nonBlocking(this::rights));
    private final RequestGuard guard = guard(faregate);

    private Optional<Rights> rights(Owner owner, @Nullable Resource resource) {
        asked.add(owner.id() + " on " + (resource == null ? "any" : resource.id()));
        return Optional.ofNullable(now.get(Optional.ofNullable(resource)));
    }

    private static Faregate over(OwnerRights rights) {
        return Faregate.builder()
                .rateLimiter(RateLimiter.builder().limit(Limit.perSecond(1_000)).build())
                .apiTokens(issuer -> issuer.ownerRights(rights))
                .build();
    }

    private RequestGuard guard(Faregate of) {
        return of.guard(CredentialKind.values())
                .listener(new GuardListener() {
                    @Override
                    public void rejected(String endpoint, RejectionReason reason) {
                        reasons.add(reason);
                    }
                })
                .build();
    }

    /** What the owner may do with the resource by the time at which it is named. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum OnTheResource {
        NOTHING(null),
        READ(new Rights(Permission.READ, null)),
        READ_WRITE(new Rights(Permission.READ_WRITE, null)),
        READ_SOME_SCOPES(new Rights(Permission.READ, Scopes.of("rows", "tables")));

        private final @Nullable Rights rights;

        OnTheResource(@Nullable Rights rights) {
            this.rights = rights;
        }

        /** What is left of a credential by these rights. */
        private String left(Caller credential) {
            if (rights == null) {
                return "refused";
            }
            Permission permission = rights.permission() == Permission.READ ? Permission.READ : credential.permission();
            Scopes scopes = rights.scopes() == null
                    ? credential.scopes()
                    : credential.scopes().and(rights.scopes());
            return permission + " " + scopes + " on base-1";
        }
    }

    /** What is presented. It was made while the owner could do everything. */
    enum Presented {
        BOUND_API_TOKEN,
        UNBOUND_API_TOKEN,
        SESSION,
        BOUND_BASE_TOKEN,
        UNBOUND_BASE_TOKEN;

        private boolean isUnbound() {
            return this != BOUND_API_TOKEN && this != BOUND_BASE_TOKEN;
        }

        private boolean isApiToken() {
            return this == BOUND_API_TOKEN || this == UNBOUND_API_TOKEN;
        }
    }

    /** Where the resource is named. */
    enum Place {
        EXCHANGE,
        GUARD_FOR_BOUND,
        GUARD_FOR_BOUND_ASYNC,
        GUARD_OR_UNBOUND,
        GUARD_OR_UNBOUND_ASYNC,
        ISSUE,
        INTROSPECTION
    }

    record Cell(Place place, Presented presented, OnTheResource rights) {}

    static Stream<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Presented presented : Presented.values()) {
                boolean applies = switch (place) {
                    case EXCHANGE -> presented.isApiToken();
                    case ISSUE -> presented == Presented.BOUND_API_TOKEN;
                    default -> true;
                };
                for (OnTheResource rights : applies ? OnTheResource.values() : new OnTheResource[0]) {
                    cells.add(new Cell(place, presented, rights));
                }
            }
        }
        return cells.stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void whoNamesAResourceHasTheRightsOnThatOne(Cell cell) {
        String credential = presented(cell.presented());
        Caller whole = whole(credential);
        set(BASE, cell.rights().rights);
        String expected;
        if (cell.presented() == Presented.BOUND_BASE_TOKEN) {
            // It has the rights of the time at which it was made, until rightsChanged ends it.
            expected = OnTheResource.READ_WRITE.left(whole);
        } else if (cell.presented().isUnbound() && cell.place().name().startsWith("GUARD_FOR_BOUND")) {
            expected = "refused";
        } else {
            expected = cell.rights().left(whole);
        }
        assertThat(outcome(cell.place(), credential)).isEqualTo(expected);
    }

    private void set(@Nullable Resource resource, @Nullable Rights rights) {
        if (rights == null) {
            now.remove(Optional.ofNullable(resource));
        } else {
            now.put(Optional.ofNullable(resource), rights);
        }
    }

    private String presented(Presented presented) {
        Rights all = new Rights(Permission.READ_WRITE, null);
        set(null, all);
        set(BASE, all);
        return switch (presented) {
            case BOUND_API_TOKEN -> issue(BASE);
            case UNBOUND_API_TOKEN -> issue(null);
            case SESSION -> faregate.sessionTokens().signIn(ADA).orElseThrow().text();
            case BOUND_BASE_TOKEN -> baseToken(issue(BASE));
            case UNBOUND_BASE_TOKEN -> baseToken(issue(null));
        };
    }

    private static ApiTokenRequest request(@Nullable Resource resource) {
        return request("export", resource);
    }

    private static ApiTokenRequest request(String name, @Nullable Resource resource) {
        ApiTokenRequest unbound =
                ApiTokenRequest.of(name, ADA, Permission.READ_WRITE).withScopes(HELD);
        return resource == null ? unbound : unbound.forResource(resource);
    }

    private String issue(@Nullable Resource resource) {
        return faregate.tokenIssuer().issue(request(resource)).orElseThrow().secret();
    }

    private String baseToken(String secret) {
        return faregate.tokenExchange()
                .exchange(ExchangeRequest.of(secret))
                .orElseThrow()
                .text();
    }

    private Caller whole(String credential) {
        return ((Introspection.Active) faregate.tokenIntrospection().introspect(credential)).caller();
    }

    private String outcome(Place place, String credential) {
        return switch (place) {
            case EXCHANGE -> {
                ExchangeResult result = faregate.tokenExchange()
                        .exchange(ExchangeRequest.of(credential).forResource(BASE));
                yield result instanceof ExchangeResult.Exchanged exchanged
                        ? text(whole(exchanged.baseToken().text()))
                        : "refused";
            }
            case GUARD_FOR_BOUND -> outcome(guard.check(get("/bases/base-1/rows", credential), Endpoints.of(BOUND)));
            case GUARD_FOR_BOUND_ASYNC ->
                outcome(guard.checkAsync(get("/bases/base-1/rows", credential), Endpoints.of(BOUND))
                        .join());
            case GUARD_OR_UNBOUND -> outcome(shared(credential));
            case GUARD_OR_UNBOUND_ASYNC ->
                outcome(guard.checkAsync(get("/shared/base-1/rows", credential), Endpoints.of(OR_UNBOUND))
                        .join());
            case ISSUE -> {
                IssueResult result = faregate.tokenIssuer().issue(request("another", BASE));
                yield result instanceof IssueResult.Issued issued
                        ? text(whole(issued.issued().secret()))
                        : "refused";
            }
            case INTROSPECTION ->
                faregate.tokenIntrospection().introspect(credential, BASE) instanceof Introspection.Active active
                        ? text(active.caller())
                        : "refused";
        };
    }

    private static String outcome(Verdict verdict) {
        return verdict instanceof Verdict.Admitted admitted ? text(admitted.caller()) : "refused";
    }

    private static String text(Caller caller) {
        return caller.permission() + " " + caller.scopes() + " on "
                + Objects.requireNonNull(caller.resource()).id();
    }

    private static FakeRequest get(String path, String credential) {
        return FakeRequest.get(path, "Authorization: Bearer " + credential);
    }

    private Verdict shared(String credential) {
        return guard.check(get("/shared/base-1/rows", credential), Endpoints.of(OR_UNBOUND));
    }

    private static Verdict.Answered answered(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Answered.class);
        return (Verdict.Answered) verdict;
    }

    @Test
    void exchangeForAResourceWithoutRightsIsAnInvalidTarget() {
        String secret = presented(Presented.UNBOUND_API_TOKEN);
        assertThat(faregate.tokenExchange().exchange(ExchangeRequest.of(secret).forResource(Resource.of("another"))))
                .isEqualTo(new InvalidRequest(ErrorCode.INVALID_TARGET, "The API token does not open this resource."));
        set(BASE, new Rights(Permission.READ, null));
        assertThat(faregate.tokenExchange()
                        .exchange(ExchangeRequest.of(secret).forResource(BASE).withPermission(Permission.READ_WRITE)))
                .isEqualTo(
                        new InvalidRequest(ErrorCode.INVALID_SCOPE, "The API token allows less than was asked for."));
    }

    @Test
    void ownerWithoutRightsOnAResourceIsIssuedNothingForIt() {
        set(null, new Rights(Permission.READ_WRITE, null));
        assertThat(faregate.tokenIssuer().issue(request(BASE))).isEqualTo(new IssueResult.OwnerWithoutRights());
        assertThat(faregate.tokenIssuer().issueTemporary(request(BASE), Duration.ofHours(1)))
                .isEqualTo(new IssueResult.OwnerWithoutRights());
        String imported = Faregate.builder()
                .build()
                .tokenIssuer()
                .issue(request(BASE))
                .orElseThrow()
                .secret();
        assertThat(faregate.tokenIssuer().importSecret(request(BASE), imported))
                .isEqualTo(new IssueResult.OwnerWithoutRights());
        assertThat(faregate.tokenIssuer().issue(request(null))).isInstanceOf(IssueResult.Issued.class);
        now.clear();
        assertThat(faregate.tokenIssuer().issue(request("another", null)))
                .isEqualTo(new IssueResult.OwnerWithoutRights());
    }

    /** A session that met a 401 would sign its user in again, in vain. */
    @Test
    void unboundIs403WhereTheResourceIsNotItsOwnersAndTheCredentialStaysGood() {
        String session = presented(Presented.SESSION);
        assertThat(answered(guard.check(get("/bases/base-1/rows", session), Endpoints.of(BOUND)))
                        .status())
                .isEqualTo(403);
        now.remove(Optional.of(BASE));
        assertThat(answered(shared(session)).status()).isEqualTo(403);
        assertThat(reasons).containsExactly(RejectionReason.WRONG_RESOURCE, RejectionReason.OWNER_WITHOUT_RIGHTS);
    }

    @ParameterizedTest
    @EnumSource
    void endpointRequiresOfTheRightsOnTheResourceNotOfTheCredentials(Presented presented) {
        String credential = presented(presented);
        Endpoints endpoints = Endpoints.of(WRITING, OR_UNBOUND.requiring(Scopes.of("files")));
        set(BASE, new Rights(Permission.READ, Scopes.of("rows")));
        int expected = presented == Presented.BOUND_BASE_TOKEN ? 200 : 403;
        FakeRequest post = FakeRequest.of("POST", "/shared/base-1/rows", "Authorization: Bearer " + credential);
        assertThat(status(guard.check(post, endpoints))).isEqualTo(expected);
        assertThat(status(guard.check(get("/shared/base-1/rows", credential), endpoints)))
                .isEqualTo(expected);
    }

    private static int status(Verdict verdict) {
        return verdict instanceof Verdict.Answered answered ? answered.status() : 200;
    }

    @Test
    void lesserOfTheRightsOnAnyAndOnTheNamedResourceHolds() {
        String secret = presented(Presented.UNBOUND_API_TOKEN);
        set(null, new Rights(Permission.READ, Scopes.of("rows")));
        for (Place place : List.of(Place.EXCHANGE, Place.GUARD_OR_UNBOUND, Place.INTROSPECTION)) {
            assertThat(outcome(place, secret)).as("%s", place).isEqualTo("READ [rows] on base-1");
        }
    }

    @Test
    void rightsAreAskedForOnlyWhereTheyDecide() {
        String bound = presented(Presented.BOUND_BASE_TOKEN);
        String session = presented(Presented.SESSION);
        asked.clear();
        assertThat(status(shared(bound))).isEqualTo(200);
        Endpoint baseTokens = OR_UNBOUND.requiring(CredentialKind.BASE_TOKEN);
        assertThat(status(guard.check(get("/shared/base-1/rows", session), Endpoints.of(baseTokens))))
                .isEqualTo(403);
        assertThat(asked).isEmpty();
        assertThat(status(shared(session))).isEqualTo(200);
        assertThat(asked).containsExactly("ada on base-1");
    }

    @Test
    void textOfAPathThatIsTheIdOfNoResourceIs403() {
        String session = presented(Presented.SESSION);
        for (String id : List.of("\u0000", "\ud800", "", "b".repeat(256))) {
            assertThat(status(guard.check(get("/", session), OR_UNBOUND, Map.of("base", id))))
                    .as("%d characters", id.length())
                    .isEqualTo(403);
        }
    }

    @Test
    void rightsThatBlockAreAskedForOnAThreadOfTheGuards() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Faregate blocking = over((owner, resource) -> {
            thread.set(Thread.currentThread());
            return Optional.of(new Rights(Permission.READ, null));
        });
        String session = blocking.sessionTokens().signIn(ADA).orElseThrow().text();
        Verdict verdict = guard(blocking)
                .checkAsync(get("/shared/base-1/rows", session), Endpoints.of(OR_UNBOUND))
                .get(20, TimeUnit.SECONDS);
        assertThat(outcome(verdict)).startsWith("READ ");
        assertThat(thread.get()).extracting(Thread::getName).asString().startsWith("faregate-guard-");
    }

    @Test
    void rightsThatAreAskedForAsynchronouslyNeedNoThread() {
        AtomicReference<CompletableFuture<Optional<Rights>>> answer = new AtomicReference<>(
                CompletableFuture.completedFuture(Optional.of(new Rights(Permission.READ_WRITE, null))));
        Faregate asynchronous = over(OwnerRights.async((owner, resource) -> answer.get(), Duration.ofSeconds(1)));
        String session = asynchronous.sessionTokens().signIn(ADA).orElseThrow().text();
        CompletableFuture<Optional<Rights>> pending = new CompletableFuture<>();
        answer.set(pending);
        CompletableFuture<Verdict> verdict =
                guard(asynchronous).checkAsync(get("/shared/base-1/rows", session), Endpoints.of(OR_UNBOUND));
        assertThat(verdict).isNotCompleted();
        pending.complete(Optional.of(new Rights(Permission.READ, null)));
        assertThat(verdict)
                .isCompletedWithValueMatching(passed -> outcome(passed).startsWith("READ "));
    }

    @Test
    void rightsWithoutAnAnswerAre503() {
        AtomicBoolean down = new AtomicBoolean();
        Faregate failing = over((owner, resource) -> {
            if (down.get()) {
                throw new StoreUnavailableException("rights: no answer");
            }
            return Optional.of(new Rights(Permission.READ, null));
        });
        String session = failing.sessionTokens().signIn(ADA).orElseThrow().text();
        down.set(true);
        assertThat(status(guard(failing).check(get("/shared/base-1/rows", session), Endpoints.of(OR_UNBOUND))))
                .isEqualTo(503);
    }

    @Test
    void guardWithoutOwnerRightsFailsWhereTheyAreNeeded() {
        String session = presented(Presented.SESSION);
        RequestGuard bare = RequestGuard.builder(faregate.rateLimiter())
                .accept(Authenticator.of(faregate.sessionTokens()))
                .build();
        assertThatThrownBy(() -> bare.check(get("/shared/base-1/rows", session), Endpoints.of(OR_UNBOUND)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("owner rights: none (expected: RequestGuardBuilder.ownerRights, for "
                        + "GET /shared/{base}/rows, which is for unbound credentials, too)");
    }

    @Test
    void orUnboundComesAfterForResourceIn() {
        assertThatThrownBy(() -> Endpoint.of("GET /bases/{base}").orUnbound())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resource variable: none (expected: forResourceIn before orUnbound) for GET /bases/{base}");
        assertThatThrownBy(() -> BOUND.open().orUnbound()).isInstanceOf(IllegalArgumentException.class);
        String session = presented(Presented.SESSION);
        Endpoint again = OR_UNBOUND.forResourceIn("base");
        assertThat(status(guard.check(get("/shared/base-1/rows", session), Endpoints.of(again))))
                .isEqualTo(403);
    }
}
