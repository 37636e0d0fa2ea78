package dev.faregate.blackbox;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import java.util.concurrent.atomic.AtomicInteger;

/** API tokens of the right format that the service under test has never issued. */
public final class MadeUp {

    private static final TokenIssuer ELSEWHERE = Faregate.builder().build().tokenIssuer();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private MadeUp() {}

    /** Another one each time: a text that is sent again does not count again. */
    public static String apiToken() {
        int number = NUMBER.getAndIncrement();
        return ELSEWHERE
                .issue(ApiTokenRequest.of("made up", Owner.of("mallory " + number), Permission.READ))
                .orElseThrow()
                .secret();
    }
}
