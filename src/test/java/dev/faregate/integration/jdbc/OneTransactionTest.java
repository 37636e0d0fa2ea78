package dev.faregate.integration.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.faregate.MovableClock;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.StoreUnavailableException;
import dev.faregate.identity.Verification;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of an API token and its entry in the revocation log happen both, or neither does. */
class OneTransactionTest {

    private static final TestDatabase POSTGRES = TestDatabase.postgres();
    private static final TestDatabase SQLITE = TestDatabase.sqlite();
    private static final Owner ADA = Owner.of("ada");

    private interface Change {
        void apply(TokenIssuer issuer, String id);
    }

    private final MovableClock clock = new MovableClock();

    static Stream<Arguments> changes() {
        Change revoke = TokenIssuer::revoke;
        Change revokeAll = (issuer, id) -> issuer.revokeAll(ADA);
        Change narrow = (issuer, id) -> issuer.changePermission(id, Permission.READ);
        Change rotate = (issuer, id) -> issuer.rotate(id, Duration.ZERO);
        return Stream.of(POSTGRES, SQLITE)
                .flatMap(database -> Stream.of(
                        Arguments.of(database, "revoke", revoke),
                        Arguments.of(database, "revoke all", revokeAll),
                        Arguments.of(database, "narrow", narrow),
                        Arguments.of(database, "rotate", rotate)));
    }

    @AfterAll
    static void close() {
        POSTGRES.close();
        SQLITE.close();
    }

    @ParameterizedTest(name = "{1}", autoCloseArguments = false)
    @MethodSource("changes")
    void changeThatCannotBeLoggedDoesNotHappen(TestDatabase database, String name, Change change) {
        JdbcStores stores = database.open(clock);
        TokenIssuer issuer =
                TokenIssuer.builder(stores.apiTokens()).clock(clock).build();
        IssuedApiToken issued = issuer.issue(ApiTokenRequest.of("export", ADA, Permission.READ_WRITE))
                .orElseThrow();
        List<String> fault = database == POSTGRES
                ? List.of(
                        "ALTER TABLE faregate_revocation ADD CONSTRAINT planted CHECK (false) NOT VALID",
                        "ALTER TABLE faregate_revocation DROP CONSTRAINT planted")
                : List.of(
                        "CREATE TRIGGER planted BEFORE INSERT ON faregate_revocation"
                                + " BEGIN SELECT RAISE(ABORT, 'planted'); END",
                        "DROP TRIGGER planted");
        database.execute(fault.get(0));
        try {
            assertThatThrownBy(() -> change.apply(issuer, issued.apiToken().id()))
                    .isInstanceOf(StoreUnavailableException.class);
        } finally {
            database.execute(fault.get(1));
        }
        assertThat(issuer.authenticate(issued.secret())).isInstanceOf(Verification.Accepted.class);
        assertThat(issuer.find(issued.apiToken().id()).orElseThrow().permission())
                .isEqualTo(Permission.READ_WRITE);
        assertThat(stores.revocationLog().after(0)).isEmpty();
        change.apply(issuer, issued.apiToken().id());
        assertThat(stores.revocationLog().after(0)).hasSize(1);
    }
}
