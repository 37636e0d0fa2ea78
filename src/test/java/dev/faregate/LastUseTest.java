package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenListener;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.http.Endpoint;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts as a use of an API token: "last used" decides which ones may be deleted. */
class LastUseTest {

    private final MovableClock clock = new MovableClock();
    private final List<Runnable> later = new ArrayList<>();
    private final List<String> previousUses = new ArrayList<>();
    private final Faregate faregate = Faregate.builder()
            .clock(clock)
            .baseTokenLife(Duration.ofDays(30))
            .apiTokens(issuer -> issuer.lastUsesWrittenBy(later::add).listener(new ApiTokenListener() {
                @Override
                public void previousSecretUsed(ApiToken apiToken, Instant previousUntil) {
                    previousUses.add(apiToken.name() + " until " + previousUntil);
                }
            }))
            .build();
    private final IssuedApiToken issued = faregate.tokenIssuer()
            .issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
            .orElseThrow();
    private final RequestGuard guard = faregate.guard(CredentialKind.BASE_TOKEN).build();

    private @Nullable Instant lastUsedAt() {
        later.forEach(Runnable::run);
        later.clear();
        return faregate.tokenIssuer().find(issued.apiToken().id()).orElseThrow().lastUsedAt();
    }

    private String baseToken() {
        return faregate.tokenExchange()
                .exchange(ExchangeRequest.of(issued.secret()))
                .orElseThrow()
                .text();
    }

    private Verdict get(String credential) {
        return guard.check(new Presented(credential), Endpoint.of("GET /rows"), Map.of());
    }

    @Test
    void baseTokenThatIsAdmittedIsAUseOfItsApiToken() {
        String text = baseToken();
        for (int day = 0; day < 5; day++) {
            clock.advance(Duration.ofDays(1));
            assertThat(get(text)).isInstanceOf(Verdict.Admitted.class);
            assertThat(lastUsedAt()).isEqualTo(clock.instant());
        }
    }

    @Test
    void usesOfOneMinuteAreWrittenOnceAndLater() {
        String text = baseToken();
        clock.advance(Duration.ofDays(1));
        Instant first = clock.instant();
        get(text);
        get(text);
        assertThat(later).hasSize(1);
        assertThat(lastUsedAt()).isEqualTo(first);
        clock.advance(Duration.ofSeconds(59));
        get(text);
        assertThat(later).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        get(text);
        assertThat(lastUsedAt()).isEqualTo(clock.instant());
    }

    @Test
    void tokenThatIsRejectedOrIntrospectedIsNotUsed() {
        String text = baseToken();
        Instant exchanged = clock.instant();
        clock.advance(Duration.ofDays(1));
        faregate.tokenIntrospection().introspect(text);
        faregate.tokenIntrospection().introspect(issued.secret());
        faregate.tokenRevocation().revoke(text);
        get(text + "x");
        assertThat(lastUsedAt()).isEqualTo(exchanged);
    }

    @Test
    void useOfAPreviousSecretIsTold() {
        IssuedApiToken rotated = faregate.tokenIssuer()
                .rotate(issued.apiToken().id(), Duration.ofDays(7))
                .orElseThrow();
        Instant until = clock.instant().plus(Duration.ofDays(7));
        faregate.tokenIssuer().authenticate(rotated.secret()).orElseThrow();
        faregate.tokenIssuer().inspect(issued.secret()).orElseThrow();
        assertThat(previousUses).isEmpty();
        faregate.tokenIssuer().authenticate(issued.secret()).orElseThrow();
        assertThat(previousUses).containsExactly("export until " + until);
    }

    /** Each minute others find room, however many API tokens there are. */
    @Test
    void floodOfApiTokensDoesNotStopTheNotesForGood() {
        for (int i = 0; i < 10_000; i++) {
            faregate.tokenIssuer().noteUse("flood " + i);
        }
        String text = baseToken();
        get(text);
        assertThat(lastUsedAt()).isNull();
        clock.advance(Duration.ofSeconds(60));
        get(text);
        lastUsedAt();
        get(text);
        assertThat(lastUsedAt()).isEqualTo(clock.instant());
    }

    private record Presented(String credential) implements RequestView {
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
    }
}
