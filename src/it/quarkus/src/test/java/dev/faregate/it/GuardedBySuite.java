package dev.faregate.it;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The suite has guards of its own, which know the origins that may call, and puts them there itself. */
public class GuardedBySuite implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.arc.exclude-types", Guarding.class.getName(), "quarkus.http.cors.enabled", "false");
    }
}
