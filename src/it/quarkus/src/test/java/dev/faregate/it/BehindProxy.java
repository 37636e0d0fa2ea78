package dev.faregate.it;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** Quarkus believes what anyone says of an address, a host and a scheme. */
public class BehindProxy implements QuarkusTestProfile {

    static final Map<String, String> BELIEVING = Map.of(
            "quarkus.http.proxy.proxy-address-forwarding", "true",
            "quarkus.http.proxy.allow-x-forwarded", "true",
            "quarkus.http.proxy.enable-forwarded-host", "true");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(new GuardedBySuite().getConfigOverrides());
        settings.putAll(BELIEVING);
        return settings;
    }

    /** And of a prefix of the path. */
    public static final class WithPrefix extends BehindProxy {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = super.getConfigOverrides();
            settings.put("quarkus.http.proxy.enable-forwarded-prefix", "true");
            return settings;
        }
    }
}
