package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.apitoken.OwnerRights.Rights;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.Verification;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.RevocationLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIssuerTest {

    private static final Owner ADA = Owner.of("ada");
    private static final Resource INVENTORY = Resource.of("inventory");

    private final MovableClock clock = new MovableClock();
    private final SecureRandom random = new SecureRandom();
    private final ApiTokenStore store =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, random), clock);
    private final List<String> events = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final TokenIssuer issuer =
            builder().quota(Quota.perOwner(3)).listener(new Heard(events)).build();

    private TokenIssuerBuilder builder() {
        return TokenIssuer.builder(store)
                .format(TokenFormat.prefixed("acme"))
                .clock(clock)
                .random(random)
                .lastUsesWrittenBy(later::add);
    }

    private static ApiTokenRequest request(String name) {
        return ApiTokenRequest.of(name, ADA, Permission.READ).forResource(INVENTORY);
    }

    private IssuedApiToken issued() {
        return issuer.issue(request("export")).orElseThrow();
    }

    private static Verification<ApiToken> rejected(RejectionReason reason) {
        return Verification.rejected(reason);
    }

    @Test
    void issuesATokenThatIsKnownByItsSecret() {
        IssuedApiToken issued = issued();
        ApiToken apiToken = issuer.authenticate(issued.secret()).orElseThrow();
        assertThat(apiToken).isEqualTo(issued.apiToken());
        assertThat(apiToken.name()).isEqualTo("export");
        assertThat(apiToken.caller())
                .isEqualTo(VerifiedCallers.verified(
                        CredentialKind.API_TOKEN, apiToken.id(), ADA, INVENTORY, Permission.READ, Scopes.none()));
    }

    @Test
    void revokedTokenIsDeadAtOnce() {
        IssuedApiToken issued = issued();
        assertThat(issuer.revoke(issued.apiToken().id())).isTrue();
        assertThat(issuer.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(issuer.find(issued.apiToken().id())).isEmpty();
        assertThat(issuer.revoke(issued.apiToken().id())).isFalse();
    }

    @Test
    void secretIsNotTakenForAnId() {
        String secret = issued().secret();
        assertThatThrownBy(() -> issuer.revoke(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id: a text of the shape of a secret (expected: the public id)");
    }

    @Test
    void tokenWithAnEndDiesByItself() {
        IssuedApiToken issued = issuer.issue(
                        request("export").expiringAt(clock.instant().plus(Duration.ofHours(1))))
                .orElseThrow();
        clock.advance(Duration.ofHours(1).minusNanos(1));
        assertThat(issuer.authenticate(issued.secret())).isInstanceOf(Verification.Accepted.class);
        clock.advance(Duration.ofNanos(1));
        assertThat(issuer.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.EXPIRED));
    }

    @Test
    void tokenThatIsOverAlreadyIsNotIssued() {
        assertThat(issuer.issue(request("export").expiringAt(clock.instant())))
                .isEqualTo(new IssueResult.AlreadyExpired());
    }

    @Test
    void rightShapeThatNobodyHasIsUnknown() {
        String secret = TokenFormat.prefixed("acme").generate(random);
        assertThat(issuer.authenticate(secret)).isEqualTo(rejected(RejectionReason.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "acme_", "acme", "a.b.c", "acme_0000000000000000000000000000000000", "\r\nX: y", "\u00e9"})
    void wrongShapeIsMalformed(String text) {
        assertThat(issuer.authenticate(text)).isEqualTo(rejected(RejectionReason.MALFORMED));
    }

    @Test
    void takenNameIsRefusedByName() {
        issued();
        assertThat(issuer.issue(request("export"))).isEqualTo(new IssueResult.NameTaken("export"));
    }

    @Test
    void namesThatLookTheSameAreTheSame() {
        issuer.issue(request("caf\u00e9")).orElseThrow();
        assertThat(issuer.issue(request("cafe\u0301"))).isEqualTo(new IssueResult.NameTaken("caf\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " export",
                "export\u00a0",
                "ex\nport",
                "ex\u0000port",
                "ex\u202eport",
                "ex\u200bport",
                "\u3164",
                "\u2800",
                "ex\u034fport",
                "\ud83d"
            })
    void nameThatIsEmptyOrHidesSomethingIsRefused(String name) {
        assertThat(issuer.issue(request(name))).isInstanceOf(IssueResult.InvalidName.class);
    }

    @Test
    void nameOfAHundredCharactersIsTheLongest() {
        assertThat(issuer.issue(request("\ud83d\ude80".repeat(100)))).isInstanceOf(IssueResult.Issued.class);
        assertThat(issuer.issue(request("x".repeat(101))))
                .isEqualTo(new IssueResult.InvalidName("The name has 101 characters; 100 is the most."));
        assertThat(issuer.issue(request("x".repeat(10_000)))).isInstanceOf(IssueResult.InvalidName.class);
    }

    @Test
    void quotaIsRefusedByNumber() {
        issuer.issue(request("one")).orElseThrow();
        issuer.issue(request("two")).orElseThrow();
        issuer.issue(request("three")).orElseThrow();
        assertThat(issuer.issue(request("four"))).isEqualTo(new IssueResult.QuotaReached(3));
        assertThatThrownBy(() -> issuer.issue(request("four")).orElseThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no API token issued: QuotaReached[quota=3]");
    }

    @Test
    void secretIsInNoToString() {
        IssuedApiToken issued = issued();
        assertThat(issued.toString()).doesNotContain(issued.secret());
        assertThat(new IssueResult.Issued(issued).toString()).doesNotContain(issued.secret());
        assertThat(issuer.authenticate(issued.secret()).toString()).doesNotContain(issued.secret());
    }

    @Test
    void idsListInTheOrderOfIssue() {
        String first = issued().apiToken().id();
        clock.advance(Duration.ofMillis(1));
        String second = issuer.issue(request("second")).orElseThrow().apiToken().id();
        assertThat(issuer.list(ApiTokenQuery.of(INVENTORY)).apiTokens())
                .extracting(ApiToken::id)
                .containsExactly(first, second);
    }

    @Test
    void renamedTokenKeepsItsSecretAndItsRights() {
        IssuedApiToken issued = issued();
        issuer.issue(request("taken")).orElseThrow();
        String id = issued.apiToken().id();
        assertThat(issuer.rename(id, "cafe\u0301"))
                .isEqualTo(new RenameResult.Renamed(issued.apiToken().withName("caf\u00e9")));
        assertThat(issuer.rename(id, "taken")).isEqualTo(new RenameResult.NameTaken("taken"));
        assertThat(issuer.rename(id, "")).isEqualTo(new RenameResult.InvalidName("The name is empty."));
        assertThat(issuer.rename("another id", "x")).isEqualTo(new RenameResult.Unknown());
        assertThat(issuer.authenticate(issued.secret()).orElseThrow().name()).isEqualTo("caf\u00e9");
    }

    @Test
    void rotationWithAGraceLetsBothSecretsWorkUntilItEnds() {
        IssuedApiToken first = issued();
        IssuedApiToken second =
                issuer.rotate(first.apiToken().id(), Duration.ofHours(1)).orElseThrow();
        assertThat(issuer.authenticate(second.secret()).orElseThrow()).isEqualTo(first.apiToken());
        assertThat(issuer.authenticate(first.secret()).orElseThrow().expiresAt())
                .isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        clock.advance(Duration.ofHours(1));
        assertThat(issuer.authenticate(first.secret())).isEqualTo(rejected(RejectionReason.REPLACED));
        assertThat(issuer.authenticate(second.secret())).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void rotationForALeakEndsThePreviousSecretAtOnce() {
        IssuedApiToken first = issued();
        IssuedApiToken second =
                issuer.rotate(first.apiToken().id(), Duration.ZERO).orElseThrow();
        for (Duration step : List.of(Duration.ZERO, Duration.ofSeconds(-3), Duration.ofHours(-1))) {
            clock.advance(step);
            assertThat(issuer.authenticate(first.secret())).isEqualTo(rejected(RejectionReason.REPLACED));
            assertThat(issuer.authenticate(second.secret())).isInstanceOf(Verification.Accepted.class);
        }
        assertThat(issuer.rotate("another id", Duration.ZERO)).isEqualTo(new RotateResult.Unknown());
        assertThatThrownBy(() -> issuer.rotate(first.apiToken().id(), Duration.ofSeconds(-1)))
                .hasMessage("grace: PT-1S (expected: PT0S to PT87600H, ten years)");
        assertThatThrownBy(() -> issuer.rotate(first.id(), Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("grace: ");
    }

    @Test
    void importedTokenWorksUnderTheSecretItsOwnerHas() {
        TokenIssuer importing = builder().accept(TokenFormat.hex40()).build();
        String secret = "00112233445566778899aabbccddeeff00112233";
        importing.importSecret(request("from before"), secret).orElseThrow();
        assertThat(importing.authenticate(secret).orElseThrow().name()).isEqualTo("from before");
        assertThat(importing.importSecret(request("again"), secret)).isEqualTo(new IssueResult.UnusableSecret());
        assertThat(importing.importSecret(request("short"), "0011")).isEqualTo(new IssueResult.UnusableSecret());
        assertThat(issuer.authenticate(secret)).isEqualTo(rejected(RejectionReason.MALFORMED));
    }

    @ParameterizedTest
    @MethodSource("digestSchemes")
    void secretsOfAnyAlphabetAreToldApart(DigestScheme digests) {
        TokenFormat greek = new TokenFormat() {
            @Override
            public String generate(SecureRandom random) {
                return random.ints(40, 0x3b1, 0x3ca)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }

            @Override
            public boolean matches(String text) {
                return text.matches("[\u03b1-\u03c9?]{40}");
            }
        };
        TokenIssuer issuing = builder().format(greek).digests(digests).build();
        String one = issuing.issue(request("one")).orElseThrow().secret();
        String two = issuing.issue(request("two")).orElseThrow().secret();
        assertThat(issuing.authenticate(one).orElseThrow().name()).isEqualTo("one");
        assertThat(issuing.authenticate(two).orElseThrow().name()).isEqualTo("two");
        assertThat(issuing.authenticate("?".repeat(40))).isEqualTo(rejected(RejectionReason.UNKNOWN));
    }

    static Stream<DigestScheme> digestSchemes() {
        return Stream.of(DigestScheme.sha256(), DigestScheme.peppered(new byte[32]));
    }

    @Test
    void pepperIsNeededToKnowASecretAndOlderTokensAreStillKnown() {
        IssuedApiToken before = issued();
        byte[] pepper = new byte[32];
        TokenIssuer peppered = builder().digests(DigestScheme.peppered(pepper)).build();
        IssuedApiToken after = peppered.issue(request("peppered")).orElseThrow();
        assertThat(peppered.authenticate(before.secret())).isInstanceOf(Verification.Accepted.class);
        assertThat(peppered.authenticate(after.secret())).isInstanceOf(Verification.Accepted.class);
        assertThat(issuer.authenticate(after.secret())).isEqualTo(rejected(RejectionReason.UNKNOWN));
        pepper[0] = 1;
        assertThat(builder().digests(DigestScheme.peppered(pepper)).build().authenticate(after.secret()))
                .isEqualTo(rejected(RejectionReason.UNKNOWN));
        assertThatThrownBy(() -> DigestScheme.peppered(new byte[31])).hasMessage("pepper: 31 bytes (expected: >= 32)");
    }

    @Test
    void secretThatIsKnownUnderAnOlderDigestIsNotImportedAgain() {
        IssuedApiToken before = issued();
        TokenIssuer peppered =
                builder().digests(DigestScheme.peppered(new byte[32])).build();
        assertThat(peppered.importSecret(request("again"), before.secret()))
                .isEqualTo(new IssueResult.UnusableSecret());
        peppered.revoke(before.id());
        assertThat(peppered.authenticate(before.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
    }

    @Test
    void newPepperStandsBesideTheFormerOnes() {
        DigestScheme[] peppers = new DigestScheme[3];
        for (byte i = 0; i < peppers.length; i++) {
            byte[] pepper = new byte[32];
            pepper[0] = i;
            peppers[i] = DigestScheme.peppered(pepper);
        }
        IssuedApiToken plain = issued();
        IssuedApiToken old =
                builder().digests(peppers[0]).build().issue(request("old")).orElseThrow();
        TokenIssuer second =
                builder().digests(peppers[1].andFormerly(peppers[0])).build();
        IssuedApiToken newer = second.issue(request("newer")).orElseThrow();
        TokenIssuer third = builder()
                .digests(peppers[2].andFormerly(peppers[1].andFormerly(peppers[0])))
                .build();
        for (IssuedApiToken issued : List.of(plain, old, newer)) {
            assertThat(third.authenticate(issued.secret()).orElseThrow()).isEqualTo(issued.apiToken());
        }
        assertThat(builder().digests(peppers[1]).build().authenticate(old.secret()))
                .isEqualTo(rejected(RejectionReason.UNKNOWN));
        IssuedApiToken moved = third.rotate(old.id(), Duration.ofDays(1)).orElseThrow();
        assertThat(builder().digests(peppers[2]).build().authenticate(moved.secret()))
                .isInstanceOf(Verification.Accepted.class);
        assertThat(third.revokeLeaked(old.secret())).isInstanceOf(SecretRevocation.FormerSecretRevoked.class);
    }

    @Test
    void newSealKeyStandsBesideTheFormerOne() {
        byte[] key = new byte[32];
        key[0] = 1;
        SecretSeal former = SecretSeal.a256gcm(new byte[32]);
        IssuedApiToken issued = builder()
                .recoverableSecrets(former)
                .build()
                .issue(request("copy me"))
                .orElseThrow();
        SecretSeal next = SecretSeal.a256gcm(key);
        TokenIssuer recovering =
                builder().recoverableSecrets(next.andFormerly(former)).build();
        assertThat(recovering.reveal(issued.id())).contains(issued.secret());
        IssuedApiToken rotated = recovering.rotate(issued.id(), Duration.ZERO).orElseThrow();
        assertThat(builder().recoverableSecrets(next).build().reveal(issued.id()))
                .contains(rotated.secret());
        assertThatThrownBy(() -> builder().recoverableSecrets(former).build().reveal(issued.id()))
                .hasMessageContaining("another key, or a damaged store");
    }

    @ParameterizedTest
    @MethodSource("digestSchemes")
    void digestOfAnotherSystemIsImportedAndItsOwnerGoesOnUsingTheText(DigestScheme digests) throws Exception {
        String secret = "0123456789abcdefghijABCDEFGHIJ0123456789";
        SecretDigest digest = SecretDigest.sha256(
                MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        TokenIssuer importing =
                builder().accept(TokenFormat.sanctum()).digests(digests).build();
        ApiToken imported =
                importing.importDigest(request("from before"), digest).orElseThrow();
        assertThat(importing.authenticate("17|" + secret).orElseThrow()).isEqualTo(imported);
        assertThat(importing.authenticate("17|x" + secret)).isEqualTo(rejected(RejectionReason.UNKNOWN));
        for (String text : List.of(secret, "|" + secret, "x|" + secret, "17|17|" + secret, "17|" + secret + " ")) {
            assertThat(importing.authenticate(text)).as(text).isEqualTo(rejected(RejectionReason.MALFORMED));
        }
        assertThat(importing.importDigest(request("again"), digest))
                .isEqualTo(new ImportResult.Refused(new IssueResult.UnusableSecret()));
        assertThat(importing.importSecret(request("again"), "18|" + secret))
                .isEqualTo(new IssueResult.UnusableSecret());
        assertThat(importing.importDigest(request("from before"), SecretDigest.parse("1:00000000")))
                .isEqualTo(new ImportResult.Refused(new IssueResult.NameTaken("from before")));
        assertThatThrownBy(() -> SecretDigest.sha256(new byte[20])).hasMessage("digest: 20 bytes (expected: 32)");
    }

    @Test
    void secretThatIsGivenForADigestIsNotRepeated() {
        String secret = issued().secret();
        assertThatThrownBy(() -> SecretDigest.parse(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(secret.substring(5, 20));
    }

    @Test
    void recoverableSecretIsSealedInTheStoreAndShownAgain() {
        TokenIssuer recovering = builder()
                .recoverableSecrets(SecretSeal.a256gcm(new byte[32]))
                .listener(new Heard(events))
                .build();
        IssuedApiToken issued = recovering.issue(request("copy me")).orElseThrow();
        String id = issued.apiToken().id();
        assertThat(recovering.reveal(id)).contains(issued.secret());
        assertThat(String.valueOf(store.find(id))).doesNotContain(issued.secret());
        IssuedApiToken rotated = recovering.rotate(id, Duration.ZERO).orElseThrow();
        assertThat(recovering.reveal(id)).contains(rotated.secret());
        recovering.revoke(id);
        assertThat(recovering.reveal(id)).isEmpty();
        assertThat(events).contains("revealed copy me");
    }

    @Test
    void sealOpensOnlyForItsKeyAndItsApiToken() {
        SecretSeal seal = SecretSeal.a256gcm(new byte[32]);
        String sealed = seal.seal("one", "secret text");
        assertThat(seal.open("one", sealed)).isEqualTo("secret text");
        assertThatThrownBy(() -> seal.open("two", sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the sealed secret of API token two belongs to another API token");
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThatThrownBy(() -> SecretSeal.a256gcm(otherKey).open("one", sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another key, or a damaged store");
        assertThatThrownBy(() -> SecretSeal.a256gcm(new byte[16])).hasMessage("seal key: 16 bytes (expected: 32)");
        assertThatThrownBy(() -> issuer.reveal("one")).hasMessageStartingWith("secrets are not recoverable");
    }

    @Test
    void longestLifeMustBeKeptByEveryRequest() {
        TokenIssuer strict = builder().longestLife(Duration.ofDays(90)).build();
        assertThat(strict.issue(request("permanent"))).isEqualTo(new IssueResult.LifeTooLong(Duration.ofDays(90)));
        Instant ninetyDays = clock.instant().plus(Duration.ofDays(90));
        assertThat(strict.issue(request("too long").expiringAt(ninetyDays.plusNanos(1))))
                .isEqualTo(new IssueResult.LifeTooLong(Duration.ofDays(90)));
        assertThat(strict.issue(request("just right").expiringAt(ninetyDays))).isInstanceOf(IssueResult.Issued.class);
    }

    @Test
    void tokenNeverReachesFartherThanItsOwnerDoesNow() {
        Map<Owner, Rights> rightsNow = new HashMap<>(Map.of(ADA, new Rights(Permission.READ_WRITE, null)));
        TokenIssuer guarded = builder()
                .ownerRights((owner, resource) -> Optional.ofNullable(rightsNow.get(owner)))
                .build();
        ApiTokenRequest wide =
                ApiTokenRequest.of("wide", ADA, Permission.READ_WRITE).withScopes(Scopes.of("a", "b"));
        IssuedApiToken issued = guarded.issue(wide).orElseThrow();
        assertThat(guarded.authenticate(issued.secret()).orElseThrow()).isEqualTo(issued.apiToken());
        rightsNow.put(ADA, new Rights(Permission.READ, Scopes.of("b", "c")));
        ApiToken narrowed = guarded.authenticate(issued.secret()).orElseThrow();
        assertThat(narrowed.permission()).isEqualTo(Permission.READ);
        assertThat(narrowed.scopes()).isEqualTo(Scopes.of("b"));
        rightsNow.remove(ADA);
        assertThat(guarded.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.OWNER_WITHOUT_RIGHTS));
    }

    @Test
    void metadataIsKeptAndCapped() {
        Map<String, String> metadata = Map.of("team", "warehouse");
        IssuedApiToken issued =
                issuer.issue(request("noted").withMetadata(metadata)).orElseThrow();
        assertThat(issuer.authenticate(issued.secret()).orElseThrow().metadata())
                .isEqualTo(metadata);
        Map<String, String> tooLong = Map.of("k", "x".repeat(4_096));
        assertThatThrownBy(() -> request("x").withMetadata(tooLong))
                .hasMessage("metadata: 4097 characters (expected: <= 4096)");
    }

    @Test
    void lastUseIsWrittenLaterAndOnceAMinute() {
        IssuedApiToken issued = issued();
        String id = issued.apiToken().id();
        Instant first = clock.instant();
        issuer.authenticate(issued.secret());
        issuer.authenticate(issued.secret());
        assertThat(issuer.find(id).orElseThrow().lastUsedAt()).isNull();
        assertThat(later).hasSize(1);
        later.remove(0).run();
        assertThat(issuer.find(id).orElseThrow().lastUsedAt()).isEqualTo(first);
        clock.advance(Duration.ofSeconds(59));
        issuer.authenticate(issued.secret());
        assertThat(later).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        issuer.authenticate(issued.secret());
        issuer.flushLastUses();
        assertThat(issuer.find(id).orElseThrow().lastUsedAt()).isEqualTo(clock.instant());
    }

    @Test
    void leakedSecretIsFoundByItsPatternAndRevoked() {
        IssuedApiToken issued = issued();
        String pasted = "curl -H 'Authorization: Bearer " + issued.secret() + "' # oops";
        Matcher scanner = Pattern.compile(
                        TokenFormat.prefixed("acme").scannerPattern().orElseThrow())
                .matcher(pasted);
        assertThat(scanner.find()).isTrue();
        assertThat(issuer.revokeLeaked(scanner.group()))
                .isEqualTo(new SecretRevocation.ApiTokenRevoked(issued.apiToken()));
        assertThat(issuer.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(issuer.revokeLeaked(scanner.group())).isEqualTo(new SecretRevocation.NotLive());
        assertThat(issuer.revokeLeaked("junk")).isEqualTo(new SecretRevocation.NotLive());
        assertThat(events).contains("leaked export");
        assertThat(TokenFormat.hex40().scannerPattern()).isEmpty();
    }

    @Test
    void leakedSecretIsRevokedThoughItsOwnerHasNoRightsNow() {
        Map<Owner, Rights> rightsNow = new HashMap<>();
        TokenIssuer guarded = builder()
                .ownerRights((owner, resource) -> Optional.ofNullable(rightsNow.get(owner)))
                .build();
        rightsNow.put(ADA, new Rights(Permission.READ_WRITE, null));
        IssuedApiToken issued = guarded.issue(request("suspended")).orElseThrow();
        rightsNow.clear();
        assertThat(guarded.revokeLeaked(issued.secret()))
                .isEqualTo(new SecretRevocation.ApiTokenRevoked(issued.apiToken()));
        rightsNow.put(issued.apiToken().owner(), new Rights(Permission.READ_WRITE, null));
        assertThat(guarded.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
    }

    @Test
    void leakedFormerSecretEndsAloneAndTheOneItsOwnerHasMovedToLivesOn() {
        IssuedApiToken first = issued();
        IssuedApiToken second = issuer.rotate(first.id(), Duration.ofDays(7)).orElseThrow();
        IssuedApiToken third = issuer.rotate(first.id(), Duration.ofDays(7)).orElseThrow();
        assertThat(issuer.revokeLeaked(first.secret()))
                .isEqualTo(new SecretRevocation.FormerSecretRevoked(first.apiToken()));
        assertThat(issuer.authenticate(first.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
        assertThat(issuer.authenticate(second.secret())).isInstanceOf(Verification.Accepted.class);
        assertThat(issuer.authenticate(third.secret())).isInstanceOf(Verification.Accepted.class);
        assertThat(issuer.revokeLeaked(first.secret())).isEqualTo(new SecretRevocation.NotLive());
        assertThat(events).endsWith("former secret of export revoked", "leaked export", "rejected REVOKED");
    }

    @Test
    void expiryIsMovedWithinTheLongestLifetimeSinceTheIssue() {
        TokenIssuer bounded = builder().longestLife(Duration.ofDays(30)).build();
        Instant begin = clock.instant();
        String id = bounded.issue(request("export").expiringAt(begin.plus(Duration.ofDays(1))))
                .orElseThrow()
                .id();
        Instant latest = begin.plus(Duration.ofDays(30));
        assertThat(bounded.changeExpiry(id, latest).orElseThrow().expiresAt()).isEqualTo(latest);
        ExpiryResult tooLong = new ExpiryResult.LifeTooLong(Duration.ofDays(30));
        assertThat(bounded.changeExpiry(id, latest.plusNanos(1))).isEqualTo(tooLong);
        assertThat(bounded.changeExpiry(id, null)).isEqualTo(tooLong);
        assertThat(bounded.changeExpiry(id, begin)).isEqualTo(new ExpiryResult.AlreadyExpired());
        assertThat(bounded.changeExpiry("another id", latest)).isEqualTo(new ExpiryResult.Unknown());
        clock.advance(Duration.ofDays(29));
        assertThat(bounded.changeExpiry(id, latest.plusSeconds(1))).isEqualTo(tooLong);
    }

    @Test
    void lifetimeFromBeforeTheLongestMayBeShortenedAndNotProlonged() {
        String id = issued().id();
        TokenIssuer bounded = builder().longestLife(Duration.ofDays(30)).build();
        Instant inTenYears = clock.instant().plus(Duration.ofDays(3_650));
        assertThat(bounded.changeExpiry(id, inTenYears)).isInstanceOf(ExpiryResult.Changed.class);
        assertThat(bounded.changeExpiry(id, inTenYears.plusSeconds(1))).isInstanceOf(ExpiryResult.LifeTooLong.class);
    }

    @Test
    void rotationBeginsANewLifetimeWithinTheLongest() {
        TokenIssuer bounded = builder().longestLife(Duration.ofDays(365)).build();
        String id = bounded.issue(request("robot").expiringAt(clock.instant().plus(Duration.ofDays(365))))
                .orElseThrow()
                .id();
        clock.advance(Duration.ofDays(360));
        Instant next = clock.instant().plus(Duration.ofDays(365));
        assertThat(bounded.rotate(id, Duration.ZERO, next.plusSeconds(1)))
                .isEqualTo(new RotateResult.LifeTooLong(Duration.ofDays(365)));
        assertThat(bounded.rotate(id, Duration.ZERO, null))
                .isEqualTo(new RotateResult.LifeTooLong(Duration.ofDays(365)));
        assertThat(bounded.rotate(id, Duration.ZERO, clock.instant())).isEqualTo(new RotateResult.AlreadyExpired());
        IssuedApiToken rotated = bounded.rotate(id, Duration.ZERO, next).orElseThrow();
        assertThat(rotated.apiToken().expiresAt()).isEqualTo(next);
        clock.advance(Duration.ofDays(364));
        assertThat(bounded.authenticate(rotated.secret())).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void rotationThatIsOneTooManyIsToldAndChangesNothing() {
        IssuedApiToken first = issued();
        for (int i = 0; i < ApiTokenStore.MOST_FORMER_SECRETS; i++) {
            issuer.rotate(first.id(), Duration.ofDays(7)).orElseThrow();
        }
        RotateResult refused = issuer.rotate(first.id(), Duration.ofDays(7));
        assertThat(refused).isEqualTo(new RotateResult.TooManySecrets(8));
        assertThatThrownBy(refused::orElseThrow).hasMessage("API token not rotated: TooManySecrets[most=8]");
        assertThat(issuer.authenticate(first.secret())).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void revokingAllOfAnOwnerEndsTheirTokens() {
        IssuedApiToken issued = issued();
        issuer.revokeAll(ADA);
        assertThat(issuer.authenticate(issued.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
        IssuedApiToken next = issued();
        issuer.revokeAll(INVENTORY);
        assertThat(issuer.authenticate(next.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
        IssuedApiToken last = issued();
        issuer.revokeEverything();
        assertThat(issuer.authenticate(last.secret())).isEqualTo(rejected(RejectionReason.REVOKED));
    }

    @Test
    void listenerHearsEveryChange() {
        IssuedApiToken issued = issued();
        String id = issued.apiToken().id();
        issuer.rename(id, "import");
        issuer.changePermission(id, Permission.READ_WRITE);
        issuer.changeScopes(id, Scopes.of("rows"));
        issuer.changeExpiry(id, clock.instant().plusSeconds(1));
        issuer.rotate(id, Duration.ZERO);
        issuer.authenticate("junk");
        issuer.revoke(id);
        issuer.revoke(id);
        issuer.revokeAll(ADA);
        assertThat(events)
                .containsExactly(
                        "issued export",
                        "renamed export to import",
                        "rights of import READ [] to READ_WRITE []",
                        "rights of import READ_WRITE [] to READ_WRITE [rows]",
                        "expiry of import changed",
                        "rotated import",
                        "rejected MALFORMED",
                        "revoked import",
                        "all revoked OWNER ada");
    }

    @Test
    void namesAreFreeAgainAfterAllWereRevoked() {
        TokenIssuer unlimited = builder().quota(Quota.unlimited()).build();
        for (int i = 0; i < 100; i++) {
            unlimited.issue(request("token " + i)).orElseThrow();
        }
        unlimited.revokeAll(ADA);
        assertThat(unlimited.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).isEmpty();
        for (int i = 0; i < 100; i++) {
            unlimited.issue(request("token " + i)).orElseThrow();
        }
        assertThat(unlimited.list(ApiTokenQuery.of(INVENTORY)).apiTokens()).hasSize(100);
    }

    @Test
    void queryForNothingIsAProgrammersMistake() {
        assertThatThrownBy(() -> new ApiTokenQuery(null, null, null, false, null, 10))
                .hasMessage("owner and resources: null (expected: at least one of them)");
        assertThatThrownBy(() -> ApiTokenQuery.ownedBy(ADA).limit(1_001))
                .hasMessage("limit: 1001 (expected: 1 to 1000)");
        assertThatThrownBy(() -> new Quota(0, 1))
                .hasMessage("quota: 0 per owner, 1 per resource (expected: both >= 1)");
    }
}
