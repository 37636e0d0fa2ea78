package dev.faregate.jmh;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.http.Cors;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestGuardBuilder;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a guard adds to an admitted request: the whole way from a request to its headers, written into an answer. What the request
 * carries are fresh strings each time, as a server reads them; credential and endpoint are always the same. The bucket is used up
 * from full to empty, again and again, so that the numbers in the headers change with each request.
 *
 * <p>By hand, the same is done with nothing around it: authenticate, take the permit, and make the strings that stand in request
 * and answer. Where the limit is kept, the strings that tell of it alone are not made either, as if it could not change.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmark {

    private static final String ORIGIN = "https://app.example";

    /** What the request carries. */
    @Param({"API_TOKEN", "BASE_TOKEN"})
    public CredentialKind credential = CredentialKind.API_TOKEN;

    /** Where the request comes from. */
    @Param({"203.0.113.7", "2001:db8:1:2:3:4:5:6"})
    public String address = "";

    /** How the limit stands in the headers. */
    @Param("SECONDS")
    public HeadersByHand headers = HeadersByHand.SECONDS;

    /** The limit's burst: the numbers in the headers are as long as it is. */
    @Param("600")
    public long burst = 600;

    /** How long the bucket takes to be filled. */
    @Param("PT1H")
    public String window = "PT1H";

    /** Whether a script of another origin asks, which may. */
    @Param("false")
    public boolean origin;

    private final Endpoints endpoints = Endpoints.of(
            Endpoint.of("GET /rows"), Endpoint.of("POST /rows"), Endpoint.of("GET /bases/{base}/rows/{id}"));
    private final Set<String> origins = Set.of(ORIGIN);
    private final HandClock clock = new HandClock();
    private Faregate faregate = Faregate.builder().build();
    private RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
    private byte[] authorization = {};
    private byte[] script = {};
    private @Nullable Response response;
    private long taken;
    private long refill;

    /**
     * Issues the credential.
     *
     * @param sink takes the headers
     */
    @Setup(Level.Trial)
    public void issue(Blackhole sink) {
        response = new Response(sink);
        Limit limit = Limit.of(burst, Duration.parse(window));
        // More than enough, where a limit's rate is rounded.
        refill = 2 * limit.period().toNanos();
        faregate = Faregate.builder()
                .rateLimiter(RateLimiter.builder().clock(clock).limit(limit).build())
                .build();
        RequestGuardBuilder builder = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                .rateLimitHeaders(headers.dialect());
        guard = (origin ? builder.cors(Cors.origins(ORIGIN)) : builder).build();
        String secret = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("benchmark", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        String text = credential == CredentialKind.API_TOKEN
                ? secret
                : faregate.tokenExchange()
                        .exchange(ExchangeRequest.of(secret))
                        .orElseThrow()
                        .text();
        authorization = ("Bearer " + text).getBytes(StandardCharsets.ISO_8859_1);
        script = ORIGIN.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The guard, on a path with two variables.
     *
     * @param sink takes the headers
     * @return the verdict
     */
    @Benchmark
    public Verdict faregate(Blackhole sink) {
        return guarded("/bases/inventory/rows/1234", sink);
    }

    /**
     * The guard, on a path without variables.
     *
     * @param sink takes the headers
     * @return the verdict
     */
    @Benchmark
    public Verdict literalPath(Blackhole sink) {
        return guarded("/rows", sink);
    }

    /**
     * What the guard does on a path without variables, by hand.
     *
     * @param sink takes the headers
     */
    @Benchmark
    public void literalPathByHand(Blackhole sink) {
        headers.writeLimit(take(request("/rows", sink), sink), sink);
    }

    /**
     * What the guard does on a path without variables, by hand and with the limit's strings kept.
     *
     * @param sink takes the headers
     */
    @Benchmark
    public void literalPathByHandLimitKept(Blackhole sink) {
        take(request("/rows", sink), sink);
    }

    /**
     * What the guard does on a path with two variables, by hand.
     *
     * @param sink takes the headers and the variables
     */
    @Benchmark
    public void byHand(Blackhole sink) {
        headers.writeLimit(takeUnderVariables(sink), sink);
    }

    /**
     * What the guard does on a path with two variables, by hand and with the limit's strings kept.
     *
     * @param sink takes the headers and the variables
     */
    @Benchmark
    public void byHandLimitKept(Blackhole sink) {
        takeUnderVariables(sink);
    }

    private Verdict guarded(String path, Blackhole sink) {
        Verdict verdict = guard.check(request(path, sink), endpoints);
        verdict.writeTo(Objects.requireNonNull(response));
        return verdict;
    }

    private Limit takeUnderVariables(Blackhole sink) {
        Request request = request("/bases/inventory/rows/1234", sink);
        int base = "/bases/".length();
        int end = request.rawPath().indexOf('/', base);
        sink.consume(Map.of(
                "base", request.rawPath().substring(base, end),
                "id", request.rawPath().substring(end + "/rows/".length())));
        return take(request, sink);
    }

    private Limit take(Request request, Blackhole sink) {
        String text = request.header("Authorization").get(0).substring("Bearer ".length());
        String caller = credential == CredentialKind.API_TOKEN
                ? faregate.tokenIssuer().authenticate(text).orElseThrow().id()
                : faregate.baseTokenVerifier().verify(text).orElseThrow().tokenId();
        Decision decision = faregate.rateLimiter().take("GET /rows", caller);
        if (!decision.allowed()) {
            throw new IllegalStateException("remaining: none (expected: permits, for the clock refills them)");
        }
        Limit limit = decision.limit();
        headers.writeRest(limit, decision.remaining(), decision.resetAfterNanos(), sink);
        List<String> sent = request.header("Origin");
        if (!sent.isEmpty() && origins.contains(sent.get(0))) {
            sink.consume(sent.get(0));
        }
        return limit;
    }

    /** What a server has read, whoever looks at it. */
    private Request request(String path, Blackhole sink) {
        if (++taken > burst) {
            taken = 1;
            clock.advance(refill);
        }
        Request request =
                new Request(List.of(read(authorization)), origin ? List.of(read(script)) : List.of(), address, path);
        sink.consume(request);
        return request;
    }

    private static String read(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private record Request(
            List<String> authorization,
            List<String> origin,
            @Nullable String remoteAddress,
            String rawPath) implements RequestView {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public List<String> header(String name) {
            return switch (name) {
                case "Authorization" -> authorization;
                case "Origin" -> origin;
                default -> List.of();
            };
        }
    }

    private record Response(Blackhole sink) implements ResponseView<RuntimeException> {

        @Override
        public void setHeader(String name, String value) {
            sink.consume(value);
        }

        @Override
        public void addHeader(String name, String value) {
            sink.consume(value);
        }

        @Override
        public void send(int status, byte[] body) {
            throw new IllegalStateException("status: " + status + " (expected: none, for all are admitted)");
        }
    }
}
