package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenQuery;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssueResult;
import dev.faregate.apitoken.RenameResult;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.RevocationTarget;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that a database may not like. */
class HostileTextTest {

    private static final TestDatabase POSTGRES = TestDatabase.postgres();
    private static final TestDatabase SQLITE = TestDatabase.sqlite();

    private final MovableClock clock = new MovableClock();

    static Stream<TestDatabase> databases() {
        return Stream.of(POSTGRES, SQLITE);
    }

    @AfterAll
    static void close() {
        POSTGRES.close();
        SQLITE.close();
    }

    private TokenIssuer issuer(TestDatabase database) {
        return TokenIssuer.builder(database.open(clock).apiTokens())
                .clock(clock)
                .build();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void whateverIsAllowedComesBackAsItWas(TestDatabase database) {
        TokenIssuer issuer = issuer(database);
        Map<String, String> metadata =
                Map.of("nul \u0000", "half \ud83d", "quote\"\\", "\ue000\u2028\uffff", "emoji", "\ud83d\ude00", "", "");
        for (String text : new String[] {
            "a",
            "'; DROP TABLE faregate_api_token; --",
            "\ud83d\ude00".repeat(100),
            "\u4e2d".repeat(100),
            "%_\\ ?::x :name"
        }) {
            Owner owner = Owner.of(text.repeat(3).substring(0, Math.min(254, 3 * text.length())));
            Resource resource = Resource.of(text);
            ApiToken issued = issuer.issue(ApiTokenRequest.of(text, owner, Permission.READ_WRITE)
                            .forResource(resource)
                            .withScopes(Scopes.of("a:b", "rows.read", "x'y"))
                            .withMetadata(metadata))
                    .orElseThrow()
                    .apiToken();
            ApiToken found = issuer.find(issued.id()).orElseThrow();
            assertThat(found.name()).isEqualTo(issued.name());
            assertThat(found.owner()).isEqualTo(owner);
            assertThat(found.resource()).isEqualTo(resource);
            assertThat(found.scopes()).isEqualTo(issued.scopes());
            assertThat(found.metadata()).isEqualTo(metadata);
            assertThat(issuer.list(new ApiTokenQuery(owner, Set.of(resource), null, false, null, 10))
                            .apiTokens())
                    .hasSize(1);
            issuer.revokeAll(resource);
            assertThat(issuer.find(issued.id())).isEmpty();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void namesAtTheirLimitsComeBackAsTheyWere(TestDatabase database) {
        TokenIssuer issuer = issuer(database);
        // A letter of three bytes in UTF-8, and a character of four that counts once in a name.
        Owner owner = Owner.of("\u4e2d".repeat(255));
        Resource resource = Resource.of("\u4e2e".repeat(255));
        String name = "\ud83d\ude00".repeat(100);
        Scopes scopes = Scopes.of("s".repeat(511), "t".repeat(512));
        ApiToken issued = issuer.issue(ApiTokenRequest.of(name, owner, Permission.READ)
                        .forResource(resource)
                        .withScopes(scopes)
                        .withMetadata(Map.of("k", "\u4e2f".repeat(4_095))))
                .orElseThrow()
                .apiToken();
        assertThat(issuer.find(issued.id())).contains(issued);
        assertThat(issuer.issue(ApiTokenRequest.of(name, owner, Permission.READ).forResource(resource)))
                .isEqualTo(new IssueResult.NameTaken(name));
        issuer.revokeAll(owner);
        assertThat(issuer.find(issued.id())).isEmpty();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void idsAndCursorsOfClientsMayBeAnything(TestDatabase database) {
        TokenIssuer issuer = issuer(database);
        issuer.issue(ApiTokenRequest.of("export", Owner.of("ada"), Permission.READ))
                .orElseThrow();
        for (String text : new String[] {"", "\u0000", "a\u0000b", "\ud83d", "x".repeat(1_000_000), "' OR 1=1"}) {
            assertThat(issuer.find(text)).isEmpty();
            assertThat(issuer.revoke(text)).isFalse();
            assertThat(issuer.rename(text, "name")).isEqualTo(new RenameResult.Unknown());
            assertThat(issuer.list(ApiTokenQuery.ownedBy(Owner.of("ada")).after(text))
                            .apiTokens())
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThat(issuer.list(ApiTokenQuery.ownedBy(Owner.of("ada")).after("\u0000"))
                        .apiTokens())
                .hasSize(1);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void nameThatNoDatabaseHoldsIsRefusedBeforeIt(TestDatabase database) {
        TokenIssuer issuer = issuer(database);
        for (String name : new String[] {"a\u0000b", "a\ud83d", "x".repeat(101)}) {
            assertThat(issuer.issue(ApiTokenRequest.of(name, Owner.of("ada"), Permission.READ)))
                    .isInstanceOf(IssueResult.InvalidName.class);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void revocationOfWhatCannotHaveBeenIssuedIsNamed(TestDatabase database) {
        JdbcStores stores = database.open(clock);
        assertThatThrownBy(() -> stores.revocationLog().append(RevocationTarget.session("a\u0000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("revocation target: contains U+0000 (expected: no NUL and no half of a surrogate pair)");
        assertThat(stores.revocationLog().position().sequence()).isZero();
    }
}
