package dev.faregate.it.verifiers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Runs before Quarkus starts, in another class loader than the tests: they read the tokens as settings. */
public class RunningIssuer implements QuarkusTestResourceLifecycleManager {

    private Issuer issuer;

    @Override
    public Map<String, String> start() {
        try {
            issuer = new Issuer();
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("FAREGATE_URL", issuer.url());
        settings.put("names.accepted", String.join(",", issuer.accepted().keySet()));
        settings.put("names.refused", String.join(",", issuer.refused().keySet()));
        issuer.accepted().forEach((name, token) -> settings.put("token." + name, token));
        issuer.refused().forEach((name, token) -> settings.put("token." + name, token));
        return settings;
    }

    @Override
    public void stop() {
        issuer.close();
    }
}
