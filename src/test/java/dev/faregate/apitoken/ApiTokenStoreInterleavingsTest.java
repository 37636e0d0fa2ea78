package dev.faregate.apitoken;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationTarget;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * What is dead stays dead at every interleaving of two threads that the model checker finds: look-ups take no lock, while
 * revocations end API tokens and insertions clear the dead away.
 */
class ApiTokenStoreInterleavingsTest {

    @Test
    void revokedTokenIsNeverFoundLiveByItsDigest() {
        check(ByDigest.class);
    }

    @Test
    void revokedTokenIsNeverFoundLiveByItsId() {
        check(ById.class);
    }

    /** Each look-up by itself: while a revocation still runs, the one may see it a moment before the other. */
    private static void check(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(150)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                // Only what is reached without a lock can interleave; the rest is too much for the model checker.
                .addGuarantee(forClasses(name -> name.startsWith("com.github.benmanes.")
                                || name.startsWith("java.util.Tree")
                                || name.startsWith("java.util.HashMap")
                                || name.startsWith("java.util.ArrayDeque")
                                || name.equals(IdIndex.class.getName()))
                        .allMethods()
                        .ignore())
                .addGuarantee(forClasses(ConcurrentHashMap.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .sequentialSpecification(Model.class)
                .check(operations);
    }

    /** One API token, looked up by its digest while it ends and while others come. */
    public static final class ByDigest {

        private final Watched watched = new Watched();

        @Operation
        public boolean finds() {
            Found found = watched.store.findByDigest(Watched.DIGEST);
            return found != null && found.endAt(Watched.CLOCK.instant()) == null;
        }

        @Operation
        public void revokeAllOfOwner() {
            watched.revokeAllOfOwner();
        }

        @Operation
        public void revoke() {
            watched.revoke();
        }

        @Operation(nonParallelGroup = "insertions")
        public void insertAnother() {
            watched.insertAnother();
        }
    }

    /** One API token, looked up by its id while it ends and while others come. */
    public static final class ById {

        private final Watched watched = new Watched();

        @Operation
        public boolean finds() {
            return watched.store.find(Watched.ID) != null;
        }

        @Operation
        public void revokeAllOfOwner() {
            watched.revokeAllOfOwner();
        }

        @Operation
        public void revoke() {
            watched.revoke();
        }

        @Operation(nonParallelGroup = "insertions")
        public void insertAnother() {
            watched.insertAnother();
        }
    }

    /** What the answers must be. */
    public static final class Model {

        private boolean live = true;

        public boolean finds() {
            return live;
        }

        public void revokeAllOfOwner() {
            live = false;
        }

        public void revoke() {
            live = false;
        }

        public void insertAnother() {}
    }

    /** A store with one API token. */
    private static final class Watched {

        static final String ID = "watched";
        static final SecretDigest DIGEST = SecretDigest.parse("1:00000000");

        static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
        private static final Owner ADA = Owner.of("ada");

        final ApiTokenStore store =
                ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), CLOCK, new SecureRandom()), CLOCK);
        private int others;

        Watched() {
            insert(ID, DIGEST);
        }

        void revokeAllOfOwner() {
            store.revokeAll(RevocationTarget.owner(ADA));
        }

        void revoke() {
            store.revoke(ID, CLOCK.instant());
        }

        void insertAnother() {
            others++;
            insert("other " + others, SecretDigest.parse("1:0000001" + others));
        }

        private void insert(String name, SecretDigest digest) {
            ApiToken apiToken = new ApiToken(
                    name, name, ADA, null, Permission.READ, Scopes.none(), Map.of(), CLOCK.instant(), null, null, null);
            store.insert(new StoredApiToken(apiToken, digest, null), Quota.unlimited());
        }
    }
}
