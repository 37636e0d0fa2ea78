package dev.faregate.apitoken;

import static dev.faregate.apitoken.ApiTokenStore.Insertion.NAME_TAKEN;
import static dev.faregate.apitoken.ApiTokenStore.Insertion.OWNER_QUOTA_REACHED;
import static dev.faregate.apitoken.ApiTokenStore.Insertion.RESOURCE_QUOTA_REACHED;
import static dev.faregate.apitoken.ApiTokenStore.Insertion.STORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.apitoken.ApiTokenStore.Insertion;
import dev.faregate.apitoken.ApiTokenStore.Renaming;
import dev.faregate.apitoken.ApiTokenStore.Rotating;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.Revocation;
import dev.faregate.revocation.RevocationTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What every store of API tokens promises. */
public abstract class ApiTokenStoreContract {

    static final Owner ADA = Owner.of("ada");
    static final Owner GRACE = Owner.of("grace");
    static final Resource INVENTORY = Resource.of("inventory");
    static final Resource PROJECTS = Resource.of("projects");
    static final Scopes SCOPES = Scopes.of("files", "rows");

    protected final MovableClock clock = new MovableClock();
    private ApiTokenStore store;
    private int issued;

    protected abstract ApiTokenStore newStore();

    @BeforeEach
    void emptyStore() {
        store = newStore();
    }

    private ApiToken token(String name, Owner owner, @Nullable Resource resource, @Nullable Instant expiresAt) {
        String id = String.format("id%06d", ++issued);
        return new ApiToken(
                id,
                name,
                owner,
                resource,
                Permission.READ_WRITE,
                SCOPES,
                Map.of("note", name),
                clock.instant(),
                expiresAt,
                null,
                null);
    }

    private static SecretDigest digest(ApiToken apiToken) {
        return DigestScheme.sha256().digest("secret of " + apiToken.id());
    }

    private Insertion insert(ApiToken apiToken, Quota quota) {
        return store.insert(new StoredApiToken(apiToken, digest(apiToken), "sealed " + apiToken.id()), quota);
    }

    private ApiToken inserted(String name, Owner owner, @Nullable Resource resource) {
        ApiToken apiToken = token(name, owner, resource, null);
        assertThat(insert(apiToken, Quota.unlimited())).isEqualTo(STORED);
        return apiToken;
    }

    @Test
    void findsWhatWasStored() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        assertThat(store.findByDigest(digest(apiToken))).isEqualTo(Found.current(apiToken));
        assertThat(store.find(apiToken.id()))
                .isEqualTo(new StoredApiToken(apiToken, digest(apiToken), "sealed " + apiToken.id()));
        assertThat(store.findByDigest(DigestScheme.sha256().digest("another secret")))
                .isNull();
        assertThat(store.find("another id")).isNull();
    }

    @Test
    void lookUpOfManyFindsForEachDigestWhatALookUpOfItAloneFinds() {
        Set<SecretDigest> digests = new LinkedHashSet<>();
        for (int i = 0; i < 40; i++) {
            ApiToken apiToken = inserted("export " + i, i == 7 ? GRACE : ADA, i % 3 == 0 ? INVENTORY : null);
            digests.add(digest(apiToken));
            digests.add(DigestScheme.sha256().digest("junk " + i));
            if (i % 5 == 0) {
                SecretDigest next = DigestScheme.sha256().digest("next secret of " + apiToken.id());
                store.rotate(
                        apiToken.id(), new Rotation(next, null, clock.instant().plusSeconds(60), null));
                digests.add(next);
            }
            if (i == 12) {
                store.revoke(apiToken.id(), clock.instant());
            }
        }
        store.revokeAll(RevocationTarget.owner(GRACE));
        Map<SecretDigest, Found> alone = new HashMap<>();
        for (SecretDigest digest : digests) {
            Found found = store.findByDigest(digest);
            if (found != null) {
                alone.put(digest, found);
            }
        }
        assertThat(alone).hasSizeGreaterThan(45);
        assertThat(store.findByDigests(digests)).isEqualTo(alone);
        for (int size : new int[] {0, 1, 2, 16, 17}) {
            Set<SecretDigest> some = digests.stream().limit(size).collect(Collectors.toSet());
            Map<SecretDigest, Found> expected = new HashMap<>(alone);
            expected.keySet().retainAll(some);
            assertThat(store.findByDigests(some)).isEqualTo(expected);
        }
    }

    @Test
    void lookUpOfManyTakesAsManyAsItSaysAndNotOneMore() {
        ApiToken last = inserted("export", ADA, INVENTORY);
        Set<SecretDigest> digests = new LinkedHashSet<>();
        while (digests.size() < ApiTokenStore.MAX_DIGESTS - 1) {
            digests.add(DigestScheme.sha256().digest("junk " + digests.size()));
        }
        digests.add(digest(last));
        assertThat(store.findByDigests(digests)).containsOnlyKeys(digest(last));
        digests.add(DigestScheme.sha256().digest("one more"));
        assertThatThrownBy(() -> store.findByDigests(digests))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("257 (expected: <= 256)");
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

    private boolean findsLive(SecretDigest digest) {
        Found found = store.findByDigest(digest);
        return found != null && found.endAt(clock.instant()) == null;
    }

    private static Rotation atOnce(String next) {
        return new Rotation(SecretDigest.parse(next), null, null, null);
    }

    private Rotation withGrace(String next, Duration grace) {
        return new Rotation(SecretDigest.parse(next), null, clock.instant().plus(grace), null);
    }

    private ApiToken live(ApiToken apiToken) {
        return Objects.requireNonNull(store.find(apiToken.id()), "not found").apiToken();
    }

    private void assertDead(ApiToken apiToken) {
        assertThat(findsLive(digest(apiToken))).isFalse();
        assertThat(store.find(apiToken.id())).isNull();
        assertThat(store.list(ApiTokenQuery.ownedBy(apiToken.owner())).apiTokens())
                .extracting(ApiToken::id)
                .doesNotContain(apiToken.id());
        assertThat(store.changeRights(apiToken.id(), Permission.READ_WRITE, SCOPES))
                .isNull();
        assertThat(store.rename(apiToken.id(), "another name")).isEqualTo(Renaming.UNKNOWN);
        assertThat(store.changeExpiry(apiToken.id(), null)).isNull();
        assertThat(store.rotate(apiToken.id(), atOnce("1:00000000"))).isEqualTo(Rotating.UNKNOWN);
        assertThat(store.revoke(apiToken.id(), clock.instant())).isNull();
    }

    @Test
    void revokedTokenIsDeadForEveryOperation() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        assertThat(store.revoke(apiToken.id(), clock.instant())).isEqualTo(apiToken.revoked(clock.instant()));
        assertDead(apiToken);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).isEmpty();
    }

    @Test
    void tokensOfAnOwnerWhoseRightsChangedLiveAndTheLogHasAnEntryOfTheOwner() {
        TokenIssuer issuer = TokenIssuer.builder(store).clock(clock).build();
        IssuedApiToken issued = issuer.issue(
                        ApiTokenRequest.of("export", ADA, Permission.READ).forResource(INVENTORY))
                .orElseThrow();
        issuer.rightsChanged(ADA);
        assertThat(issuer.authenticate(issued.secret()).orElseThrow()).isEqualTo(issued.apiToken());
        assertThat(issuer.ownedBy(ADA).list().apiTokens()).containsExactly(issued.apiToken());
        assertThat(store.revocationLog().after(0))
                .extracting(Revocation::target)
                .containsExactly(RevocationTarget.owner(ADA));
    }

    @Test
    void expiredTokenIsDeadForEveryOperation() {
        ApiToken brief = token("one", ADA, INVENTORY, clock.instant().plusSeconds(60));
        assertThat(insert(brief, Quota.unlimited())).isEqualTo(STORED);
        clock.advance(Duration.ofMinutes(1));
        assertDead(brief);
    }

    @Test
    void expiredTokenThatWasClearedAwayNeverComesBackThoughTheClockDoes() {
        ApiToken brief = token("one", ADA, INVENTORY, clock.instant().plusSeconds(60));
        assertThat(insert(brief, Quota.unlimited())).isEqualTo(STORED);
        clock.advance(Duration.ofMinutes(2));
        inserted("another", ADA, INVENTORY);
        clock.advance(Duration.ofMinutes(-2));
        assertThat(findsLive(digest(brief))).isFalse();
        assertThat(store.find(brief.id())).isNull();
    }

    @Test
    void digestLeadsToOneToken() {
        ApiToken first = inserted("export", ADA, INVENTORY);
        ApiToken second = token("other", GRACE, PROJECTS, null);
        assertThat(store.insert(new StoredApiToken(second, digest(first), null), Quota.unlimited()))
                .isEqualTo(Insertion.DIGEST_TAKEN);
    }

    @Test
    void changeOfOneRightLeavesTheOtherAsItIsThen() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        Scopes narrowed = Scopes.none();
        store.changeRights(apiToken.id(), Permission.READ, null);
        assertThat(store.changeRights(apiToken.id(), null, narrowed))
                .isEqualTo(apiToken.withRights(Permission.READ, narrowed));
        long position = store.revocationLog().position().sequence();
        assertThat(store.changeRights(apiToken.id(), null, SCOPES))
                .isEqualTo(apiToken.withRights(Permission.READ, SCOPES));
        assertThat(store.revocationLog().position().sequence()).isEqualTo(position);
    }

    @Test
    void whatTakesARightAwayGoesIntoTheLogAndWhatDoesNotDoesNot() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        String id = apiToken.id();
        store.changeRights(id, Permission.READ, SCOPES);
        store.changeRights(id, Permission.READ, Scopes.of("rows"));
        store.changeRights(id, Permission.READ_WRITE, SCOPES);
        store.rename(id, "other");
        store.rotate(id, withGrace("1:00000001", Duration.ofSeconds(1)));
        store.rotate(id, atOnce("1:00000002"));
        store.revoke(id, clock.instant());
        store.revokeAll(RevocationTarget.owner(ADA));
        RevocationTarget target = RevocationTarget.apiToken(id);
        assertThat(store.revocationLog().after(0))
                .extracting(Revocation::target)
                .containsExactly(target, target, target, target, RevocationTarget.owner(ADA));
    }

    @Test
    void changedRightsAreFoundEverywhere() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        ApiToken changed = apiToken.withRights(Permission.READ, Scopes.of("rows"));
        assertThat(store.changeRights(apiToken.id(), Permission.READ, Scopes.of("rows")))
                .isEqualTo(changed);
        assertThat(live(apiToken)).isEqualTo(changed);
        assertThat(store.findByDigest(digest(apiToken))).isEqualTo(Found.current(changed));
        assertThat(store.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).containsExactly(changed);
    }

    @Test
    void renamingFreesTheOldNameAndTakesTheNew() {
        ApiToken one = inserted("one", ADA, INVENTORY);
        inserted("two", ADA, INVENTORY);
        assertThat(store.rename(one.id(), "two")).isEqualTo(Renaming.NAME_TAKEN);
        assertThat(store.rename(one.id(), "one")).isEqualTo(Renaming.RENAMED);
        assertThat(store.rename(one.id(), "three")).isEqualTo(Renaming.RENAMED);
        assertThat(live(one).name()).isEqualTo("three");
        assertThat(insert(token("three", ADA, INVENTORY, null), Quota.unlimited()))
                .isEqualTo(NAME_TAKEN);
        inserted("one", ADA, INVENTORY);
    }

    @Test
    void rotationLeavesTheFormerSecretItsGrace() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        SecretDigest second = SecretDigest.parse("1:00000002");
        Instant until = clock.instant().plusSeconds(60);
        assertThat(store.rotate(apiToken.id(), new Rotation(second, "sealed again", until, null)))
                .isEqualTo(Rotating.ROTATED);
        assertThat(store.findByDigest(digest(apiToken))).isEqualTo(Found.former(apiToken, until));
        assertThat(store.findByDigest(second)).isEqualTo(Found.current(apiToken));
        assertThat(store.find(apiToken.id())).isEqualTo(new StoredApiToken(apiToken, second, "sealed again"));

        store.noteLastUses(Map.of(apiToken.id(), clock.instant()));
        assertThat(store.findByDigest(digest(apiToken))).isEqualTo(Found.former(apiToken.used(clock.instant()), until));

        store.revoke(apiToken.id(), clock.instant());
        assertThat(findsLive(digest(apiToken))).isFalse();
        assertThat(findsLive(second)).isFalse();
    }

    @Test
    void secondRotationWithinTheGraceKeepsThePromiseOfTheFirst() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        SecretDigest second = SecretDigest.parse("1:00000002");
        SecretDigest third = SecretDigest.parse("1:00000003");
        store.rotate(apiToken.id(), withGrace("1:00000002", Duration.ofDays(7)));
        clock.advance(Duration.ofHours(1));
        store.rotate(apiToken.id(), withGrace("1:00000003", Duration.ofDays(7)));
        clock.advance(Duration.ofDays(7).minusHours(1).minusSeconds(1));
        assertThat(List.of(findsLive(digest(apiToken)), findsLive(second), findsLive(third)))
                .containsExactly(true, true, true);
        clock.advance(Duration.ofSeconds(1));
        assertThat(List.of(findsLive(digest(apiToken)), findsLive(second), findsLive(third)))
                .containsExactly(false, true, true);
        clock.advance(Duration.ofHours(1));
        assertThat(List.of(findsLive(digest(apiToken)), findsLive(second), findsLive(third)))
                .containsExactly(false, false, true);
    }

    @Test
    void rotationThatWouldLeaveTooManySecretsIsRefusedUntilOneIsOver() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        for (int i = 1; i <= ApiTokenStore.MOST_FORMER_SECRETS; i++) {
            assertThat(store.rotate(apiToken.id(), withGrace("1:0000000" + i, Duration.ofMinutes(i))))
                    .isEqualTo(Rotating.ROTATED);
        }
        Rotation next = withGrace("1:000000ff", Duration.ofHours(1));
        assertThat(store.rotate(apiToken.id(), next)).isEqualTo(Rotating.TOO_MANY_SECRETS);
        assertThat(findsLive(digest(apiToken))).isTrue();
        assertThat(store.findByDigest(next.next())).isNull();
        clock.advance(Duration.ofMinutes(1));
        assertThat(store.rotate(apiToken.id(), next)).isEqualTo(Rotating.ROTATED);
        assertThat(store.rotate(apiToken.id(), withGrace("1:000000fe", Duration.ofHours(1))))
                .isEqualTo(Rotating.TOO_MANY_SECRETS);
        assertThat(store.rotate(apiToken.id(), atOnce("1:000000fd"))).isEqualTo(Rotating.ROTATED);
    }

    @Test
    void rotationWithoutGraceLeavesNoFormerSecretThatAClockAccepts() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        SecretDigest second = SecretDigest.parse("1:00000002");
        store.rotate(apiToken.id(), withGrace("1:00000002", Duration.ofDays(7)));
        store.rotate(apiToken.id(), atOnce("1:00000003"));
        for (Duration step : List.of(Duration.ZERO, Duration.ofSeconds(-4), Duration.ofDays(-1))) {
            clock.advance(step);
            for (SecretDigest former : List.of(digest(apiToken), second)) {
                assertThat(store.findByDigest(former)).isEqualTo(Found.ended(apiToken, RejectionReason.REPLACED));
            }
            assertThat(findsLive(SecretDigest.parse("1:00000003"))).isTrue();
        }
    }

    @Test
    void rotationCanBeginANewLifetime() {
        Instant inAnHour = clock.instant().plus(Duration.ofHours(1));
        ApiToken brief = token("brief", ADA, INVENTORY, inAnHour);
        assertThat(insert(brief, Quota.unlimited())).isEqualTo(STORED);
        Instant inAYear = clock.instant().plus(Duration.ofDays(365));
        SecretDigest next = SecretDigest.parse("1:00000002");
        Rotation.NewExpiry expiry = new Rotation.NewExpiry(inAYear);
        long before = store.revocationLog().position().sequence();
        store.rotate(brief.id(), new Rotation(next, null, inAnHour.plusSeconds(1), expiry));
        assertThat(store.revocationLog().position().sequence()).isEqualTo(before);
        clock.advance(Duration.ofHours(1));
        inserted("another", ADA, INVENTORY);
        assertThat(live(brief)).isEqualTo(brief.withExpiry(inAYear));
        assertThat(findsLive(next)).isTrue();
        assertThat(findsLive(digest(brief))).isTrue();
        store.rotate(
                brief.id(),
                new Rotation(
                        digest(token("x", ADA, null, null)),
                        null,
                        inAYear,
                        new Rotation.NewExpiry(clock.instant().plusSeconds(1))));
        assertThat(store.revocationLog().after(before))
                .extracting(Revocation::target)
                .containsExactly(RevocationTarget.apiToken(brief.id()));
    }

    @Test
    void expiryIsMovedAndWhatWasMadeBeforeIsRevokedIfItIsEarlier() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        Instant inAnHour = clock.instant().plus(Duration.ofHours(1));
        Instant inADay = clock.instant().plus(Duration.ofDays(1));
        List<Integer> entries = new ArrayList<>();
        for (Instant expiresAt : List.of(inADay, inAnHour, inADay)) {
            assertThat(store.changeExpiry(apiToken.id(), expiresAt)).isEqualTo(apiToken.withExpiry(expiresAt));
            assertThat(live(apiToken)).isEqualTo(apiToken.withExpiry(expiresAt));
            entries.add(store.revocationLog().after(0).size());
        }
        // From never to a day, to an hour, and back to a day: the first two take time away.
        assertThat(entries).containsExactly(1, 2, 2);
        clock.advance(Duration.ofHours(1));
        inserted("another", ADA, INVENTORY);
        assertThat(findsLive(digest(apiToken))).isTrue();
        assertThat(store.changeExpiry(apiToken.id(), null)).isEqualTo(apiToken);
        clock.advance(Duration.ofDays(2));
        inserted("yet another", ADA, INVENTORY);
        assertThat(findsLive(digest(apiToken))).isTrue();
        assertThat(store.changeExpiry("another id", null)).isNull();
    }

    @Test
    void formerSecretIsRevokedAloneAndTheOthersLiveOn() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        SecretDigest second = SecretDigest.parse("1:00000002");
        SecretDigest third = SecretDigest.parse("1:00000003");
        store.rotate(apiToken.id(), withGrace("1:00000002", Duration.ofDays(7)));
        store.rotate(apiToken.id(), withGrace("1:00000003", Duration.ofDays(7)));
        assertThat(store.revokeFormer(third, clock.instant())).isNull();
        assertThat(store.revokeFormer(SecretDigest.parse("1:00000004"), clock.instant()))
                .isNull();
        assertThat(store.revokeFormer(second, clock.instant())).isEqualTo(apiToken);
        assertThat(store.findByDigest(second)).isEqualTo(Found.ended(apiToken, RejectionReason.REVOKED));
        assertThat(findsLive(digest(apiToken))).isTrue();
        assertThat(findsLive(third)).isTrue();
        assertThat(store.revocationLog().after(0))
                .extracting(Revocation::target)
                .containsExactly(RevocationTarget.apiToken(apiToken.id()));
        assertThat(store.revokeFormer(second, clock.instant())).isNull();
        clock.advance(Duration.ofDays(7));
        assertThat(store.revokeFormer(digest(apiToken), clock.instant())).isNull();
    }

    /** What ends a secret. */
    enum End {
        EXPIRY(RejectionReason.EXPIRED),
        EARLIER_EXPIRY(RejectionReason.EXPIRED),
        REVOCATION(RejectionReason.REVOKED),
        ROTATION_AT_ONCE(RejectionReason.REPLACED),
        GRACE(RejectionReason.REPLACED),
        GRACE_OF_AN_EARLIER_ROTATION(RejectionReason.REPLACED),
        REVOKED_FORMER(RejectionReason.REVOKED),
        EXPIRY_IN_THE_GRACE(RejectionReason.EXPIRED),
        REVOCATION_IN_THE_GRACE(RejectionReason.REVOKED),
        ALL_OF_THE_OWNER(RejectionReason.REVOKED),
        ALL_OF_THE_RESOURCE(RejectionReason.REVOKED),
        EVERYTHING(RejectionReason.REVOKED),
        EVERYTHING_IN_THE_GRACE(RejectionReason.REVOKED);

        private final RejectionReason reason;

        End(RejectionReason reason) {
            this.reason = reason;
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedSecretIsKnownWithItsReasonForTheRetention(End end) {
        Duration brief = Duration.ofMinutes(1);
        boolean expires = end == End.EXPIRY || end == End.EXPIRY_IN_THE_GRACE;
        ApiToken apiToken =
                token("export", ADA, INVENTORY, expires ? clock.instant().plus(brief) : null);
        assertThat(insert(apiToken, Quota.unlimited())).isEqualTo(STORED);
        SecretDigest secret = digest(apiToken);
        switch (end) {
            case EXPIRY -> {}
            case EARLIER_EXPIRY ->
                store.changeExpiry(apiToken.id(), clock.instant().plus(brief));
            case REVOCATION -> store.revoke(apiToken.id(), clock.instant());
            case ROTATION_AT_ONCE -> store.rotate(apiToken.id(), atOnce("1:00000002"));
            case GRACE -> store.rotate(apiToken.id(), withGrace("1:00000002", brief));
            case GRACE_OF_AN_EARLIER_ROTATION -> {
                store.rotate(apiToken.id(), withGrace("1:00000002", brief));
                store.rotate(apiToken.id(), withGrace("1:00000003", Duration.ofDays(1)));
            }
            case REVOKED_FORMER -> {
                store.rotate(apiToken.id(), withGrace("1:00000002", Duration.ofDays(1)));
                store.revokeFormer(secret, clock.instant());
            }
            case EXPIRY_IN_THE_GRACE -> store.rotate(apiToken.id(), withGrace("1:00000002", Duration.ofDays(365)));
            case REVOCATION_IN_THE_GRACE -> {
                store.rotate(apiToken.id(), withGrace("1:00000002", Duration.ofDays(365)));
                store.revoke(apiToken.id(), clock.instant());
            }
            case ALL_OF_THE_OWNER -> store.revokeAll(RevocationTarget.owner(ADA));
            case ALL_OF_THE_RESOURCE -> store.revokeAll(RevocationTarget.resource(INVENTORY));
            case EVERYTHING -> store.revokeAll(RevocationTarget.everything());
            case EVERYTHING_IN_THE_GRACE -> {
                store.rotate(apiToken.id(), withGrace("1:00000002", Duration.ofDays(365)));
                store.revokeAll(RevocationTarget.everything());
            }
        }
        clock.advance(brief);
        assertThat(reason(secret)).isEqualTo(end.reason);
        clearAway();
        assertThat(reason(secret)).isEqualTo(end.reason);
        clock.advance(store.revocationLog().retention().minus(brief).minusSeconds(1));
        clearAway();
        assertThat(reason(secret)).isEqualTo(end.reason);
    }

    private @Nullable RejectionReason reason(SecretDigest secret) {
        Found found = store.findByDigest(secret);
        return found == null ? RejectionReason.UNKNOWN : found.endAt(clock.instant());
    }

    /** Lets the store clear away what is over, as it does in the course of time: when others are issued, here. */
    protected void clearAway() {
        inserted("name " + issued, ADA, INVENTORY);
        inserted("name " + issued, ADA, INVENTORY);
    }

    static final RevocationTarget[] ALL_OF_ADAS_INVENTORY = {
        RevocationTarget.owner(ADA), RevocationTarget.resource(INVENTORY), RevocationTarget.everything()
    };

    @ParameterizedTest
    @FieldSource("ALL_OF_ADAS_INVENTORY")
    void revokingAllKillsWhatThereIsAndNotWhatComes(RevocationTarget target) {
        ApiToken before = inserted("export", ADA, INVENTORY);
        store.revokeAll(target);
        assertDead(before);
        ApiToken after = inserted("export", ADA, INVENTORY);
        assertThat(live(after)).isEqualTo(after);
        assertThat(findsLive(digest(after))).isTrue();
        assertDead(before);
    }

    @Test
    void revokingAllOfAnOwnerOrResourceReachesNobodyElse() {
        ApiToken other = inserted("export", GRACE, PROJECTS);
        inserted("export", ADA, INVENTORY);
        store.revokeAll(RevocationTarget.owner(ADA));
        store.revokeAll(RevocationTarget.resource(INVENTORY));
        assertThat(live(other)).isEqualTo(other);
        assertThat(store.list(ApiTokenQuery.of(PROJECTS)).apiTokens()).containsExactly(other);
    }

    @Test
    void revokingAllFreesNamesAndPlacesOfOwnerAndResource() {
        Quota two = new Quota(2, 2);
        for (String name : List.of("one", "two")) {
            assertThat(insert(token(name, ADA, INVENTORY, null), two)).isEqualTo(STORED);
        }
        store.revokeAll(RevocationTarget.owner(ADA));
        for (String name : List.of("one", "two")) {
            assertThat(insert(token(name, GRACE, INVENTORY, null), two)).isEqualTo(STORED);
        }
        store.revokeAll(RevocationTarget.resource(INVENTORY));
        for (String name : List.of("one", "two")) {
            assertThat(insert(token(name, GRACE, PROJECTS, null), two)).isEqualTo(STORED);
        }
    }

    @Test
    void singleTokenIsNotRevokedAsAll() {
        assertThatThrownBy(() -> store.revokeAll(RevocationTarget.apiToken("id")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: an owner, a resource, or everything)");
    }

    @Test
    void lastUseIsNotedAndUnknownIdsArePassedOver() {
        ApiToken apiToken = inserted("export", ADA, INVENTORY);
        Instant at = clock.instant();
        store.noteLastUses(Map.of(apiToken.id(), at, "another id", at));
        assertThat(live(apiToken).lastUsedAt()).isEqualTo(at);
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).containsExactly(apiToken.used(at));
    }

    @Test
    void listsByOwnerByResourceAndByBoth() {
        ApiToken one = inserted("one", ADA, INVENTORY);
        ApiToken two = inserted("two", GRACE, INVENTORY);
        ApiToken three = inserted("three", ADA, PROJECTS);
        ApiToken four = inserted("four", ADA, null);
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA)).apiTokens()).containsExactly(one, three, four);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).containsExactly(one, two);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY).withOwner(ADA)).apiTokens())
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
    void findsByNameHoweverItsLettersAreComposed() {
        ApiToken ours = inserted("caf\u00e9", ADA, INVENTORY);
        inserted("export", ADA, INVENTORY);
        ApiToken unbound = inserted("caf\u00e9", ADA, null);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY).named("cafe\u0301")).apiTokens())
                .containsExactly(ours);
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA).named("caf\u00e9")).apiTokens())
                .containsExactly(ours, unbound);
        assertThat(store.list(ApiTokenQuery.of(PROJECTS).named("caf\u00e9")).apiTokens())
                .isEmpty();
    }

    @Test
    void listsForATeamOfResourcesPageByPage() {
        ApiToken one = inserted("one", ADA, INVENTORY);
        ApiToken two = inserted("two", GRACE, PROJECTS);
        inserted("elsewhere", GRACE, Resource.of("elsewhere"));
        ApiToken three = inserted("three", ADA, INVENTORY);
        ApiTokenQuery team = ApiTokenQuery.of(Set.of(INVENTORY, PROJECTS)).limit(2);
        ApiTokenPage first = store.list(team);
        assertThat(first.apiTokens()).containsExactly(one, two);
        assertThat(store.list(team.after(next(first))).apiTokens()).containsExactly(three);
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

    @Test
    void listsThePermanentWithoutWhatEndsByItself() {
        ApiToken permanent = inserted("permanent", ADA, INVENTORY);
        ApiToken brief = token("brief", ADA, INVENTORY, clock.instant().plusSeconds(1));
        assertThat(insert(brief, Quota.unlimited())).isEqualTo(STORED);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).containsExactly(permanent, brief);
        assertThat(store.list(ApiTokenQuery.of(INVENTORY).permanent()).apiTokens())
                .containsExactly(permanent);
        assertThat(store.list(ApiTokenQuery.ownedBy(ADA).limit(1).permanent()).next())
                .isNull();
    }

    @Test
    void whatIsIssuedOnceByManyAtOnceIsTheSameForAll() throws Exception {
        TokenIssuer issuer = TokenIssuer.builder(store)
                .clock(clock)
                .quota(Quota.perOwner(1))
                .recoverableSecrets(SecretSeal.a256gcm(new byte[32]))
                .build();
        ApiTokenRequest request = ApiTokenRequest.of("account", ADA, Permission.READ_WRITE);
        for (int round = 0; round < 20; round++) {
            List<IssueResult> results = outcomes(Collections.nCopies(16, () -> issuer.issueOnce(request)));
            assertThat(results.stream()
                            .map(result -> result.orElseThrow().secret())
                            .distinct())
                    .as("round %s", round)
                    .hasSize(1);
            assertThat(issuer.ownedBy(ADA).list().apiTokens()).hasSize(1);
            issuer.revokeAll(ADA);
        }
    }

    private static String next(ApiTokenPage page) {
        return Objects.requireNonNull(page.next(), "there is no next page");
    }

    private static <T> List<T> outcomes(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<T> outcomes = new ArrayList<>();
            for (Future<T> outcome : threads.invokeAll(tasks)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
