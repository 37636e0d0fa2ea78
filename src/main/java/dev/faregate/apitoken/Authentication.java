package dev.faregate.apitoken;

import static dev.faregate.identity.Verification.accepted;

import dev.faregate.apitoken.ApiTokenStore.Found;
import dev.faregate.identity.RejectionReason;
import dev.faregate.identity.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Tells from a secret which API token is presented. Safe for use by many threads. */
final class Authentication {

    private final ApiTokenStore store;
    private final Secrets secrets;
    private final SecretLookups lookups;
    private final InstantSource clock;
    private final OwnerRights ownerRights;
    private final LastUses lastUses;
    private final ApiTokenListener listener;

    Authentication(TokenIssuerBuilder settings, Secrets secrets, LastUses lastUses) {
        this.store = settings.store;
        this.secrets = secrets;
        this.clock = settings.clock;
        this.lookups = new SecretLookups(
                store, secrets, clock, settings.lookupClock, settings.maxLookupWait, settings.lookupThreads);
        this.ownerRights = settings.ownerRights;
        this.lastUses = lastUses;
        this.listener = settings.listener;
    }

    Verification<ApiToken> authenticate(String secret, String client) {
        return authenticate(secret, client, true);
    }

    /** The same for no client, which counts as no use. */
    Verification<ApiToken> inspect(String secret) {
        return authenticate(secret, TokenIssuer.NO_CLIENT, false);
    }

    private Verification<ApiToken> authenticate(String secret, String client, boolean isUse) {
        RejectionReason made = madeUp(secret);
        Verification<Live> live = made == null ? live(lookups.find(secret, client)) : Verification.rejected(made);
        if (live instanceof Verification.Accepted<Live> accepted) {
            ApiToken apiToken = accepted.value().found().apiToken();
            return judge(accepted.value(), ownerRights.of(apiToken.owner(), apiToken.resource()), isUse);
        }
        return rejected(((Verification.Rejected<Live>) live).reason());
    }

    /** The same without blocking the thread that calls. */
    CompletionStage<Verification<ApiToken>> authenticateAsync(String secret, String client, Executor blocking) {
        RejectionReason made = madeUp(secret);
        if (made != null) {
            return CompletableFuture.completedStage(rejected(made));
        }
        return lookups.findAsync(secret, client, blocking).thenCompose(found -> {
            Verification<Live> live = live(found);
            if (live instanceof Verification.Accepted<Live> accepted) {
                ApiToken apiToken = accepted.value().found().apiToken();
                return ownerRights
                        .ofAsync(apiToken.owner(), apiToken.resource(), blocking)
                        .thenApply(rights -> judge(accepted.value(), rights, true));
            }
            return CompletableFuture.completedStage(rejected(((Verification.Rejected<Live>) live).reason()));
        });
    }

    /** Why a text is none that was issued, as far as can be told without a look-up; null if it may be one. */
    private @Nullable RejectionReason madeUp(String text) {
        if (!secrets.match(text)) {
            return RejectionReason.MALFORMED;
        }
        return secrets.mayBeIssued(text) ? null : RejectionReason.UNKNOWN;
    }

    /** Whether {@link #authenticate} may block. */
    boolean blocks() {
        return store.blocks() || ownerRights.blocks();
    }

    /** An API token that a secret leads to, alive at a time. */
    private record Live(Found found, Instant at) {}

    private Verification<Live> live(@Nullable Found found) {
        if (found == null) {
            return Verification.rejected(RejectionReason.UNKNOWN);
        }
        Instant now = clock.instant();
        RejectionReason end = found.endAt(now);
        return end == null ? Verification.accepted(new Live(found, now)) : Verification.rejected(end);
    }

    private Verification<ApiToken> judge(Live live, Optional<OwnerRights.Rights> rights, boolean isUse) {
        ApiToken apiToken = live.found().apiToken();
        if (rights.isEmpty()) {
            return rejected(RejectionReason.OWNER_WITHOUT_RIGHTS);
        }
        if (isUse) {
            noteUse(live);
        }
        return accepted(apiToken.limitedTo(rights.get()).endingBy(live.found().worksUntil()));
    }

    private void noteUse(Live live) {
        ApiToken apiToken = live.found().apiToken();
        lastUses.note(apiToken.id(), apiToken.lastUsedAt(), live.at().toEpochMilli());
        Instant previousUntil = live.found().worksUntil();
        if (previousUntil != null) {
            listener.previousSecretUsed(apiToken, previousUntil);
        }
    }

    private Verification<ApiToken> rejected(RejectionReason reason) {
        listener.rejected(reason);
        return Verification.rejected(reason);
    }

    /** What a secret leads to if it and its API token live, whatever the owner may do; null if not. It counts as no use. */
    @Nullable
    Found live(String secret, String client) {
        Found found = madeUp(secret) == null ? lookups.find(secret, client) : null;
        return found == null || found.endAt(clock.instant()) != null ? null : found;
    }
}
