package dev.faregate.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.http.CredentialSource;
import dev.faregate.http.RequestGuardBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What another site can make a browser do with the cookie that it keeps. */
interface CookieCases {

    CredentialSource COOKIE = CredentialSource.cookie("token");

    /** Each is all that tells where a request comes from. */
    List<List<String>> OTHER_SITES = List.of(
            List.of("Sec-Fetch-Site: cross-site"),
            List.of("Sec-Fetch-Site: same-site"),
            List.of("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin"),
            List.of("Sec-Fetch-Site: "),
            List.of("Sec-Fetch-Site: cross-site", "Origin: http://127.0.0.1"),
            List.of("Origin: https://evil.example"),
            List.of("Origin: http://127.0.0.1.evil.example"),
            List.of("Origin: http://127.0.0.1:1"),
            List.of("Origin: null"));

    List<List<String>> OWN_SITE = List.of(
            List.of(),
            List.of("Sec-Fetch-Site: same-origin"),
            List.of("Sec-Fetch-Site: none"),
            List.of("Origin: http://127.0.0.1"));

    Subject anotherSubject(UnaryOperator<RequestGuardBuilder> settings) throws Exception;

    private static int status(Subject subject, String method, Client caller, List<String> more) throws Exception {
        RawRequest request = RawRequest.of(method, "/rows", "Cookie: token=" + caller.token());
        RawRequest sent = method.equals("POST") ? request.withBody("text/plain", "a=b") : request;
        return subject.send(sent.with(more.toArray(String[]::new))).status();
    }

    @Test
    default void cookieThatAnotherSiteSendsChangesNothing() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE))) {
            for (List<String> origin : OTHER_SITES) {
                Client caller = subject.newClient();
                assertThat(status(subject, "POST", caller, origin))
                        .as("POST, %s", origin)
                        .isEqualTo(403);
                assertThat(subject.api.calls()).as("calls after %s", origin).isZero();
            }
        }
    }

    @Test
    default void cookieThatAnotherSiteSendsReads() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE))) {
            for (List<String> origin : OTHER_SITES) {
                assertThat(status(subject, "GET", subject.newClient(), origin))
                        .as("GET, %s", origin)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    default void cookieOfTheSiteItselfChanges() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE))) {
            for (List<String> origin : OWN_SITE) {
                assertThat(status(subject, "POST", subject.newClient(), origin))
                        .as("POST, %s", origin)
                        .isEqualTo(201);
            }
        }
    }

    @Test
    default void handshakeOfAWebSocketCountsAsAChange() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE))) {
            for (List<String> origin : OTHER_SITES) {
                RawRequest handshake = RawRequest.of(
                        "GET",
                        "/rows",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Cookie: token=" + subject.newClient().token());
                assertThat(subject.send(handshake.with(origin.toArray(String[]::new)))
                                .status())
                        .as("%s", origin)
                        .isEqualTo(403);
                assertThat(subject.api.calls()).as("calls after %s", origin).isZero();
            }
        }
    }

    @Test
    default void cookieOfAnySiteChangesWhereTheGuardIsToldSo() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE.crossSite()))) {
            for (List<String> origin : OTHER_SITES) {
                assertThat(status(subject, "POST", subject.newClient(), origin))
                        .as("POST, %s", origin)
                        .isEqualTo(201);
            }
        }
    }

    @Test
    default void headerThatAScriptSetsIsNoCookie() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE, CredentialSource.bearer()))) {
            for (List<String> origin : OTHER_SITES) {
                RawRequest request = RawRequest.of(
                                "POST", "/rows", subject.newClient().header())
                        .withBody("text/plain", "a=b")
                        .with(origin.toArray(String[]::new));
                assertThat(subject.send(request).status()).as("%s", origin).isEqualTo(201);
            }
        }
    }

    @Test
    default void oldCookieBehindTheNewOneLocksNobodyOutWhereTheFirstWins() throws Exception {
        try (Subject subject =
                anotherSubject(guard -> guard.credentialsFrom(COOKIE).firstCredentialWins())) {
            String token = subject.newClient().token();
            for (String cookies : List.of("token=%1$s; token=old", "token=%1$s; token=%1$s", "token=; token=%1$s")) {
                RawRequest request = RawRequest.of("GET", "/rows", "Cookie: " + String.format(cookies, token));
                assertThat(subject.send(request).status()).as(cookies).isEqualTo(200);
            }
        }
    }

    @Test
    default void emptyCookieIsNoCredential() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE))) {
            RawAnswer answer = subject.send(RawRequest.of("GET", "/rows", "Cookie: token="));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.toString()).contains("This needs a credential").doesNotContain("invalid_token");
        }
    }

    @Test
    default void answerToACookieIsOfNoUseToASharedCache() throws Exception {
        try (Subject subject = anotherSubject(guard -> guard.credentialsFrom(COOKIE))) {
            String cookie = "Cookie: token=" + subject.newClient().token();
            RawAnswer answer = subject.send(RawRequest.of("GET", "/rows", cookie));
            assertThat(String.join(",", answer.header("Vary"))).contains("Cookie");
            assertThat(answer.header("Cache-Control")).contains("private");
            RawAnswer open = subject.send(RawRequest.of("GET", "/page", cookie));
            assertThat(open.status()).isEqualTo(200);
            assertThat(String.join(",", open.header("Vary"))).doesNotContain("Cookie");
            assertThat(open.header("Cache-Control")).doesNotContain("private");
        }
    }
}
