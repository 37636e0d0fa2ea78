package dev.faregate.apitoken;

import dev.faregate.revocation.RevocationLog;
import java.security.SecureRandom;
import java.time.Duration;

class InMemoryApiTokenStoreTest extends ApiTokenStoreContract {

    @Override
    ApiTokenStore newStore() {
        return ApiTokenStore.inMemory(RevocationLog.inMemory(Duration.ofDays(3), clock, new SecureRandom()), clock);
    }
}
