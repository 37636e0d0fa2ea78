package dev.faregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faregate.apitoken.IssuedApiToken;
import dev.faregate.identity.Verification;
import dev.faregate.it.RetryingClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whether clients that obey {@code Retry-After} are let in when they come, by real time. Each sends its requests without a pause,
 * until some were refused. A client that does not try again by itself is sent once more after exactly as long
 * as it was told.
 */
class ClientsTest {

    private static final int REFUSALS = 4;
    private static final Pattern BASE_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    private record Candidate(String name, boolean retriesByItself, RetryingClient client) {}

    private static List<Candidate> candidates() {
        return List.of(
                new Candidate("Apache HttpClient 5", true, RetryingClient.apache()),
                new Candidate("OpenFeign", true, RetryingClient.feign()),
                new Candidate("OkHttp", false, RetryingClient.okHttp()),
                new Candidate("JDK " + Runtime.version().feature(), false, RetryingClient.jdk()));
    }

    private interface Request {
        Answer send() throws Exception;
    }

    /** Sends, and once more if that is left to the client's user. */
    private static Answer obediently(Request request) throws Exception {
        Answer answer = request.send();
        if (answer.status() != 429) {
            return answer;
        }
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return request.send();
                            } catch (Exception broken) {
                                throw new IllegalStateException(broken);
                            }
                        },
                        CompletableFuture.delayedExecutor(answer.retryAfterSeconds(), TimeUnit.SECONDS))
                .get(20, TimeUnit.SECONDS);
    }

    private static <T> List<T> atOnce(Stream<CompletableFuture<T>> courses) {
        return courses.toList().stream().map(CompletableFuture::join).toList();
    }

    private interface Course<T> {
        T of(Candidate candidate) throws Exception;
    }

    private static <T> CompletableFuture<T> run(Course<T> course, Candidate candidate) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        done.complete(course.of(candidate));
                    } catch (Throwable failure) {
                        done.completeExceptionally(failure);
                    }
                },
                candidate.name());
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    /** What a client's requests for rows came to. */
    private record Rows(Candidate candidate, List<Integer> atTheServer, List<Integer> toTheUser) {

        static Rows of(Candidate candidate) throws Exception {
            try (GuardedShop shop = new GuardedShop()) {
                String token = shop.issue(candidate.name()).secret();
                List<Integer> toTheUser = new ArrayList<>();
                while (shop.refusals(GuardedShop.ROWS) < REFUSALS) {
                    toTheUser.add(obediently(() -> candidate.client().get(shop.uri("/rows"), token))
                            .status());
                }
                return new Rows(candidate, shop.statuses(GuardedShop.ROWS), toTheUser);
            }
        }

        long refused() {
            return atTheServer.stream().filter(status -> status == 429).count();
        }

        long admittedAtOnceAfterARefusal() {
            return IntStream.range(1, atTheServer.size())
                    .filter(i -> atTheServer.get(i) == 200 && atTheServer.get(i - 1) == 429)
                    .count();
        }

        String tableRow() {
            return "| " + candidate.name() + " | " + (candidate.retriesByItself() ? "yes" : "no") + " | "
                    + toTheUser.size() + " | " + atTheServer.size() + " | " + refused() + " | "
                    + admittedAtOnceAfterARefusal() + " | " + (refused() - admittedAtOnceAfterARefusal()) + " |\n";
        }
    }

    @Test
    void whoComesAtRetryAfterIsAdmittedAndNobodyIsEarly() throws Exception {
        List<Rows> courses = atOnce(candidates().stream().map(candidate -> run(Rows::of, candidate)));
        StringBuilder table = new StringBuilder(
                "| client | tries again by itself | wanted | sent | refused | admitted at Retry-After | early |\n"
                        + "|---|---|--:|--:|--:|--:|--:|\n");
        courses.forEach(rows -> table.append(rows.tableRow()));
        Path results = Path.of(System.getProperty("black-box.results")).resolveSibling("client-table.md");
        Files.createDirectories(results.getParent());
        Files.writeString(results, table);
        assertThat(courses).allSatisfy(rows -> {
            assertThat(rows.toTheUser()).as(rows.candidate().name()).containsOnly(200);
            assertThat(rows.refused()).isEqualTo(REFUSALS);
            assertThat(rows.admittedAtOnceAfterARefusal()).isEqualTo(REFUSALS);
        });
    }

    @Test
    void onlyTheseClientsTryAgainByThemselves() throws Exception {
        List<Boolean> retried = atOnce(candidates().stream()
                .map(candidate -> run(
                        one -> {
                            try (GuardedShop shop = new GuardedShop()) {
                                String token = shop.issue(one.name()).secret();
                                one.client().get(shop.uri("/rows"), token);
                                return one.client()
                                                .get(shop.uri("/rows"), token)
                                                .status()
                                        == 200;
                            }
                        },
                        candidate)));
        assertThat(retried)
                .isEqualTo(candidates().stream().map(Candidate::retriesByItself).toList());
    }

    /** One exchange is refused first, and so sent twice: by the client itself, with its body, or by its user. */
    @Test
    void repeatedExchangeIsHarmless() throws Exception {
        List<Boolean> harmless =
                atOnce(candidates().stream().map(candidate -> run(ClientsTest::repeatExchange, candidate)));
        assertThat(harmless).containsOnly(true);
    }

    private static boolean repeatExchange(Candidate candidate) throws Exception {
        try (GuardedShop shop = new GuardedShop()) {
            IssuedApiToken apiToken = shop.issue(candidate.name());
            String form = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token="
                    + apiToken.secret() + "&subject_token_type=urn:faregate:token-type:api-token";
            List<String> baseTokens = new ArrayList<>();
            while (shop.refusals(GuardedShop.TOKEN) == 0) {
                Answer answer = obediently(() -> candidate.client().post(shop.uri("/token"), apiToken.secret(), form));
                Matcher found = BASE_TOKEN.matcher(answer.body());
                assertThat(found.find())
                        .as("%s: %d", candidate.name(), answer.status())
                        .isTrue();
                baseTokens.add(found.group(1));
            }
            assertThat(shop.statuses(GuardedShop.TOKEN)).endsWith(429, 200);
            assertThat(baseTokens)
                    .allMatch(text -> shop.faregate.baseTokenVerifier().verify(text) instanceof Verification.Accepted);
            shop.faregate.tokenIssuer().revoke(apiToken.apiToken().id());
            assertThat(baseTokens)
                    .allMatch(text -> shop.faregate.baseTokenVerifier().verify(text) instanceof Verification.Rejected);
            return true;
        }
    }
}
