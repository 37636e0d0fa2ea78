package dev.faregate.apitoken;

import static dev.faregate.apitoken.ApiTokenStore.Insertion.NAME_TAKEN;
import static dev.faregate.apitoken.ApiTokenStore.Insertion.OWNER_QUOTA_REACHED;
import static dev.faregate.apitoken.ApiTokenStore.Insertion.RESOURCE_QUOTA_REACHED;
import static dev.faregate.apitoken.ApiTokenStore.Insertion.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenStore.Insertion;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of API tokens promises. */
abstract class ApiTokenStoreContract {

    static final Owner ADA = Owner.of("ada");
    static final Owner GRACE = Owner.of("grace");
    static final Resource INVENTORY = Resource.of("inventory");
    static final Resource PROJECTS = Resource.of("projects");

    final MovableClock clock = new MovableClock();
    private ApiTokenStore store = newStore();
    private int issued;

    abstract ApiTokenStore newStore();

    @BeforeEach
    void emptyStore() {
        store = newStore();
    }

    private ApiToken token(String name, Owner owner, @Nullable Resource resource, @Nullable Instant expiresAt) {
        String id = String.format("id%06d", ++issued);
        return new ApiToken(
                id, name, owner, resource, Permission.READ_WRITE, Scopes.none(), clock.instant(), expiresAt, null);
    }

    private static SecretDigest digest(ApiToken apiToken) {
        return SecretDigest.of("secret of " + apiToken.id());
    }

    private Insertion insert(ApiToken apiToken, Quota quota) {
        return store.insert(apiToken, digest(apiToken), quota);
    }

    private ApiToken inserted(String name, Owner owner, @Nullable Resource resource) {
        ApiToken apiToken = token(name, owner, resource, null);
        assertThat(insert(apiToken, Quota.unlimited())).isEqualTo(STORED);
        return apiToken;
    }

    @Test
    void findsWhatWasStored() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        assertThat(store.findByDigest(digest(apiToken))).isEqualTo(apiToken);
        assertThat(store.find(apiToken.id())).isEqualTo(apiToken);
        assertThat(store.findByDigest(SecretDigest.of("another secret"))).isNull();
        assertThat(store.find("another id")).isNull();
    }

    @Test
    void nameIsUniqueWithinItsResource() {
        inserted("export", ADA, INVENTORY);
        assertThat(insert(token("export", GRACE, INVENTORY, null), Quota.unlimited()))
                .isEqualTo(NAME_TAKEN);
        assertThat(insert(token("export", ADA, PROJECTS, null), Quota.unlimited()))
                .isEqualTo(STORED);
        assertThat(insert(token("Export", ADA, INVENTORY, null), Quota.unlimited()))
                .isEqualTo(STORED);
    }

    @Test
    void nameIsUniqueWithinItsOwnerWhereThereIsNoResource() {
        inserted("export", ADA, null);
        assertThat(insert(token("export", ADA, null, null), Quota.unlimited())).isEqualTo(NAME_TAKEN);
        assertThat(insert(token("export", GRACE, null, null), Quota.unlimited()))
                .isEqualTo(STORED);
        assertThat(insert(token("export", ADA, INVENTORY, null), Quota.unlimited()))
                .isEqualTo(STORED);
    }

    @Test
    void quotaCountsLiveTokensOfTheOwner() {
        ApiToken first = inserted("one", ADA, null);
        assertThat(insert(token("two", ADA, INVENTORY, null), Quota.perOwner(1)))
                .isEqualTo(OWNER_QUOTA_REACHED);
        assertThat(insert(token("two", GRACE, null, null), Quota.perOwner(1))).isEqualTo(STORED);
        store.revoke(first.id(), clock.instant());
        assertThat(insert(token("two", ADA, null, null), Quota.perOwner(1))).isEqualTo(STORED);
    }

    @Test
    void quotaCountsLiveTokensOfTheResource() {
        inserted("one", ADA, INVENTORY);
        assertThat(insert(token("two", GRACE, INVENTORY, null), Quota.perResource(1)))
                .isEqualTo(RESOURCE_QUOTA_REACHED);
        assertThat(insert(token("two", ADA, null, null), Quota.perResource(1))).isEqualTo(STORED);
    }

    @Test
    void refusedTokenLeavesNothingBehind() {
        inserted("one", ADA, INVENTORY);
        ApiToken refused = token("two", ADA, INVENTORY, null);
        assertThat(insert(refused, Quota.perOwner(1))).isEqualTo(OWNER_QUOTA_REACHED);
        assertThat(store.find(refused.id())).isNull();
        assertThat(store.findByDigest(digest(refused))).isNull();
        assertThat(insert(token("two", ADA, INVENTORY, null), Quota.unlimited()))
                .isEqualTo(STORED);
    }

    @Test
    void expiredTokenFreesItsNameAndItsPlace() {
        ApiToken brief = token("one", ADA, INVENTORY, clock.instant().plusSeconds(60));
        assertThat(insert(brief, Quota.perOwner(1))).isEqualTo(STORED);
        clock.advance(Duration.ofSeconds(59));
        assertThat(insert(token("one", ADA, INVENTORY, null), Quota.perOwner(1)))
                .isEqualTo(NAME_TAKEN);
        clock.advance(Duration.ofSeconds(1));
        assertThat(insert(token("one", ADA, INVENTORY, null), Quota.perOwner(1)))
                .isEqualTo(STORED);
    }

    @Test
    void revokedTokenIsNeverFoundLiveAgain() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        assertThat(store.revoke(apiToken.id(), clock.instant())).isTrue();
        ApiToken found = store.findByDigest(digest(apiToken));
        assertThat(found == null || found.revokedAt() != null).isTrue();
        assertThat(store.find(apiToken.id())).isNull();
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).isEmpty();
        assertThat(store.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).isEmpty();
        assertThat(store.revoke(apiToken.id(), clock.instant())).isFalse();
        assertThat(store.changePermission(apiToken.id(), Permission.READ)).isNull();
    }

    @Test
    void revocationAndNarrowingGoIntoTheLogAndWideningDoesNot() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        store.changePermission(apiToken.id(), Permission.READ);
        store.changePermission(apiToken.id(), Permission.READ);
        store.changePermission(apiToken.id(), Permission.READ_WRITE);
        store.revoke(apiToken.id(), clock.instant());
        RevocationTarget target = RevocationTarget.apiToken(apiToken.id());
        assertThat(store.revocationLog().after(0))
                .extracting(Revocation::target)
                .containsExactly(target, target);
    }

    @Test
    void changedPermissionIsFoundEverywhere() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        ApiToken changed = apiToken.withPermission(Permission.READ);
        assertThat(store.changePermission(apiToken.id(), Permission.READ)).isEqualTo(changed);
        assertThat(store.find(apiToken.id())).isEqualTo(changed);
        assertThat(store.findByDigest(digest(apiToken))).isEqualTo(changed);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).containsExactly(changed);
    }

    @Test
    void listsByOwnerByResourceAndByBoth() {
        ApiToken one = inserted("one", ADA, INVENTORY);
        ApiToken two = inserted("two", GRACE, INVENTORY);
        ApiToken three = inserted("three", ADA, PROJECTS);
        ApiToken four = inserted("four", ADA, null);
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).containsExactly(one, three, four);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).containsExactly(one, two);
        assertThat(store.list(new ApiTokenQuery(ADA, INVENTORY, null, 10)).apiTokens())
                .containsExactly(one);
    }

    @Test
    void pagesFollowEachOtherWithoutLossOrRepeatThoughTokensComeAndGo() {
        List<ApiToken> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(inserted("token " + i, ADA, null));
        }
        ApiTokenPage first = store.list(ApiTokenQuery.ownedBy(ADA).limit(2));
        assertThat(first.apiTokens()).containsExactlyElementsOf(all.subList(0, 2));
        store.revoke(all.get(1).id(), clock.instant());
        ApiToken late = inserted("late", ADA, null);
        ApiTokenPage second = store.list(ApiTokenQuery.ownedBy(ADA).limit(3).after(next(first)));
        assertThat(second.apiTokens()).containsExactlyElementsOf(all.subList(2, 5));
        ApiTokenPage third = store.list(ApiTokenQuery.ownedBy(ADA).limit(3).after(next(second)));
        assertThat(third.apiTokens()).containsExactly(late);
        assertThat(third.next()).isNull();
    }

    @Test
    void lastPageThatIsJustFullSaysSo() {
        inserted("one", ADA, null);
        inserted("two", ADA, null);
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA).limit(2)).next()).isNull();
    }

    @Test
    void racingInsertsLeaveExactlyTheQuota() throws Exception {
        List<Callable<Insertion>> inserts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ApiToken apiToken = token("token " + i, ADA, INVENTORY, null);
            inserts.add(() -> insert(apiToken, Quota.perOwner(7)));
        }
        assertThat(outcomes(inserts)).filteredOn(STORED::equals).hasSize(7);
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).hasSize(7);
    }

    @Test
    void racingInsertsOfOneNameLeaveOne() throws Exception {
        List<Callable<Insertion>> inserts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ApiToken apiToken = token("the name", ADA, INVENTORY, null);
            inserts.add(() -> insert(apiToken, Quota.unlimited()));
        }
        assertThat(outcomes(inserts)).containsOnlyOnce(STORED).contains(NAME_TAKEN);
    }

    private static String next(ApiTokenPage page) {
        return Objects.requireNonNull(page.next(), "there is no next page");
    }

    private static List<Insertion> outcomes(List<Callable<Insertion>> inserts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Insertion> outcomes = new ArrayList<>();
            for (Future<Insertion> outcome : threads.invokeAll(inserts)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
