package dev.faregate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The second stage of limits: by caller and endpoint. */
class RatePerCallerTest extends GuardedRows {

    @Test
    void sixthRequestInASecondIsRefusedAndAnotherEndpointOrCallerIsNot() {
        for (int i = 0; i < 5; i++) {
            admitted(get("/rows", bearer(reader)));
        }
        Verdict.Answered refused = refused(get("/rows", bearer(reader)));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().asMap())
                .containsEntry("Retry-After", "1")
                .containsEntry("X-RateLimit-Remaining", "0")
                .doesNotContainKey("WWW-Authenticate");
        assertThat(refused.body())
                .contains("\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"")
                .contains("\"violated-policies\":[\"5/s\"]");
        admitted(get("/rows/7", bearer(reader)));
        admitted(get("/rows", bearer(writer)));
    }

    @Test
    void clientThatWaitsForRetryAfterIsAdmitted() {
        for (int i = 0; i < 5; i++) {
            admitted(get("/rows", bearer(reader)));
        }
        String seconds =
                String.valueOf(refused(get("/rows", bearer(reader))).headers().get("Retry-After"));
        nanos.advance(Duration.ofSeconds(Long.parseLong(seconds)));
        admitted(get("/rows", bearer(reader)));
    }

    @Test
    void pathsOfOneTemplateShareABucket() {
        for (int i = 0; i < 5; i++) {
            admitted(get("/rows/" + i, bearer(reader)));
        }
        assertThat(refused(get("/rows/99", bearer(reader))).status()).isEqualTo(429);
    }

    @Test
    void unknownPathsShareOneBucketHoweverTheyAreSpelled() {
        for (String path : List.of("//rows", "/rows/", "/ROWS", "/rows;x=1", "/ro%77s")) {
            assertThat(refused(get(path, bearer(reader))).status()).isEqualTo(404);
        }
        assertThat(refused(get("/nowhere", bearer(reader))).status()).isEqualTo(429);
        admitted(get("/rows", bearer(reader)));
    }

    @Test
    void wrongMethodIsToldTheRightOnes() {
        FakeRequest delete = FakeRequest.of("DELETE", "/rows", bearer(writer));
        Verdict.Answered refused = refused(guard.check(delete, ENDPOINTS));
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers().asMap()).containsEntry("Allow", "GET, HEAD, POST");
    }

    @Test
    void strangerDoesNotLearnWhichPathsThereAre() {
        assertThat(get("/nowhere")).isEqualTo(get("/rows"));
    }

    @Test
    void refusedPermissionTakesPermitsOfItsOwn() {
        for (int i = 0; i < 60; i++) {
            assertThat(refused(post("/rows", bearer(reader))).status()).isEqualTo(403);
        }
        assertThat(refused(post("/rows", bearer(reader))).status()).isEqualTo(429);
    }

    @Test
    void userHasOneBucketHoweverManySessionsTheyStart() {
        RequestGuard sessions = faregate.guard(CredentialKind.SESSION_TOKEN).build();
        List<Integer> refusals = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String text = faregate.sessionTokens()
                    .signIn(Owner.of("ada"))
                    .orElseThrow()
                    .text();
            FakeRequest request = FakeRequest.of("GET", "/rows", "Authorization: Bearer " + text);
            if (sessions.check(request, ENDPOINTS) instanceof Verdict.Answered refusal) {
                refusals.add(refusal.status());
            }
        }
        assertThat(refusals).containsExactly(429, 429);
    }

    @Test
    void callersCanShareABucketByResource() {
        RequestGuard perResource = faregate.guard(CredentialKind.API_TOKEN)
                .limitedBy(caller -> String.valueOf(caller.resource()))
                .build();
        FakeRequest one = FakeRequest.of("GET", "/rows", bearer(reader));
        FakeRequest other = FakeRequest.of("GET", "/rows", bearer(writer));
        for (int i = 0; i < 5; i++) {
            admitted(perResource.check(one, ENDPOINTS));
        }
        assertThat(refused(perResource.check(other, ENDPOINTS)).status()).isEqualTo(429);
    }

    @Test
    void ownerMayBeLimitedInsteadOfEachToken() {
        RequestGuard byOwner = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.SESSION_TOKEN)
                .limitedByOwner()
                .build();
        String session = "Authorization: Bearer "
                + faregate.sessionTokens().signIn(Owner.of("ada")).orElseThrow().text();
        for (String line : List.of(bearer(reader), bearer(writer), session, bearer(reader), bearer(writer))) {
            admitted(byOwner.check(FakeRequest.get("/rows", line), ENDPOINTS));
        }
        for (String line : List.of(bearer(reader), bearer(writer), session)) {
            assertThat(refused(byOwner.check(FakeRequest.get("/rows", line), ENDPOINTS))
                            .status())
                    .isEqualTo(429);
        }
    }
}
