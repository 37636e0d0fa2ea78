package dev.faregate.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import dev.faregate.revocation.RevocationLog;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** With a pepper, the text of an API token tells by itself whether this installation has issued it. */
class SecretMacTest {

    private static final TokenFormat ACME = TokenFormat.prefixed("acme");

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final ApiTokenStore memory =
            ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    private final ApiTokenStore counted = (ApiTokenStore) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ApiTokenStore.class}, (proxy, method, arguments) -> {
                if (method.getName().startsWith("findByDigest")) {
                    lookUps.incrementAndGet();
                }
                return method.invoke(memory, arguments);
            });
    private final TokenIssuer issuer = settings(1).build();

    private TokenIssuerBuilder settings(int pepper) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) pepper);
        return TokenIssuer.builder(counted).clock(clock).format(ACME).digests(DigestScheme.peppered(bytes));
    }

    private static ApiTokenRequest export() {
        return ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ);
    }

    private static String issued(TokenIssuer by) {
        return by.issue(export()).orElseThrow().secret();
    }

    private static RejectionReason rejection(Verification<ApiToken> answer) {
        assertThat(answer).isInstanceOf(Verification.Rejected.class);
        return ((Verification.Rejected<ApiToken>) answer).reason();
    }

    @Test
    void tokenWithAnothersMacIsUnknownWithoutALookUp() {
        String strange = issued(settings(2).build());
        lookUps.set(0);
        for (int i = 0; i < 100; i++) {
            assertThat(rejection(issuer.authenticate(strange))).isEqualTo(RejectionReason.UNKNOWN);
            assertThat(issuer.authenticateAsync(strange, "192.0.2.1", Runnable::run))
                    .isCompletedWithValueMatching(answer -> rejection(answer) == RejectionReason.UNKNOWN);
            assertThat(issuer.revokeLeaked(strange)).isInstanceOf(SecretRevocation.NotLive.class);
        }
        assertThat(lookUps).hasValue(0);
    }

    @Test
    void tokenIsAcceptedByEachNodeWithThePepper() {
        String secret = issued(issuer);
        assertThat(secret).matches("acme_[0-9A-Za-z]{39}");
        assertThat(settings(1).macRequired().build().authenticate(secret)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void leakScannerFindsItAndTellsItByItsChecksumWithoutThePepper() {
        String secret = issued(issuer);
        Matcher found = Pattern.compile(ACME.scannerPattern().orElseThrow()).matcher("key=" + secret + ";");
        assertThat(found.find()).isTrue();
        assertThat(found.group()).isEqualTo(secret);
        assertThat(ACME.matches(secret)).isTrue();
        char last = secret.charAt(secret.length() - 1);
        String typo = secret.substring(0, secret.length() - 1) + (last == '0' ? '1' : '0');
        assertThat(ACME.matches(typo)).isFalse();
        assertThat(rejection(issuer.authenticate(typo))).isEqualTo(RejectionReason.MALFORMED);
    }

    @Test
    void tokenFromBeforeThePepperStaysGoodUnlessAMacIsRequired() {
        String before =
                issued(TokenIssuer.builder(counted).clock(clock).format(ACME).build());
        assertThat(before).matches("acme_[0-9A-Za-z]{33}");
        assertThat(issuer.authenticate(before)).isInstanceOf(Verification.Accepted.class);
        TokenIssuer strict = settings(1).macRequired().build();
        lookUps.set(0);
        assertThat(rejection(strict.authenticate(before))).isEqualTo(RejectionReason.UNKNOWN);
        assertThat(lookUps).hasValue(0);
        assertThat(strict.importSecret(export(), ACME.generate(new SecureRandom())))
                .isInstanceOf(IssueResult.UnusableSecret.class);
    }

    @Test
    void tokenWithTheMacOfAFormerPepperStaysGood() {
        String secret = issued(issuer);
        byte[] former = new byte[32];
        Arrays.fill(former, (byte) 1);
        byte[] next = new byte[32];
        Arrays.fill(next, (byte) 9);
        TokenIssuer rotated = settings(1)
                .digests(DigestScheme.peppered(next).andFormerly(DigestScheme.peppered(former)))
                .macRequired()
                .build();
        assertThat(rotated.authenticate(secret)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void importedFormatsNeedNoMac() {
        TokenIssuer strict =
                settings(1).macRequired().accept(TokenFormat.hex40()).build();
        String imported = TokenFormat.hex40().generate(new SecureRandom());
        assertThat(strict.importSecret(export(), imported)).isInstanceOf(IssueResult.Issued.class);
        assertThat(strict.authenticate(imported)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void macCannotBeRequiredWhereTokensCarryNone() {
        assertThatThrownBy(() -> TokenIssuer.builder(memory).macRequired().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected: DigestScheme.peppered");
        assertThatThrownBy(() ->
                        settings(1).format(TokenFormat.hex40()).macRequired().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TokenFormat.prefixed");
    }

    @Test
    void rotatedTokenCarriesAMacToo() {
        IssuedApiToken token = issuer.issue(export()).orElseThrow();
        String next = issuer.rotate(token.apiToken().id(), Duration.ofMinutes(1))
                .orElseThrow()
                .secret();
        assertThat(settings(1).macRequired().build().authenticate(next)).isInstanceOf(Verification.Accepted.class);
    }
}
