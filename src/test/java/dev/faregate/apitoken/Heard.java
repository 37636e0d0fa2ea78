package dev.faregate.apitoken;

import dev.faregate.identity.RejectionReason;
import dev.faregate.revocation.RevocationTarget;
import java.time.Instant;
import java.util.List;

/** Writes down what a listener hears. */
record Heard(List<String> events) implements ApiTokenListener {

    @Override
    public void issued(ApiToken apiToken) {
        events.add("issued " + apiToken.name());
    }

    @Override
    public void renamed(ApiToken before, ApiToken after) {
        events.add("renamed " + before.name() + " to " + after.name());
    }

    @Override
    public void rightsChanged(ApiToken before, ApiToken after) {
        events.add("rights of " + after.name() + " " + before.permission() + " " + before.scopes() + " to "
                + after.permission() + " " + after.scopes());
    }

    @Override
    public void expiryChanged(ApiToken before, ApiToken after) {
        events.add("expiry of " + after.name() + " changed");
    }

    @Override
    public void formerSecretRevoked(ApiToken apiToken) {
        events.add("former secret of " + apiToken.name() + " revoked");
    }

    @Override
    public void rotated(ApiToken apiToken, Instant previousUntil) {
        events.add("rotated " + apiToken.name());
    }

    @Override
    public void revealed(ApiToken apiToken) {
        events.add("revealed " + apiToken.name());
    }

    @Override
    public void revoked(ApiToken apiToken) {
        events.add("revoked " + apiToken.name());
    }

    @Override
    public void allRevoked(RevocationTarget target) {
        events.add("all revoked " + target.level() + " " + target.id());
    }

    @Override
    public void leaked(ApiToken apiToken) {
        events.add("leaked " + apiToken.name());
    }

    @Override
    public void rejected(RejectionReason reason) {
        events.add("rejected " + reason);
    }
}
