package dev.faregate.jmh;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.http.Endpoint;
import dev.faregate.http.Endpoints;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
 * What a guard adds to an admitted request: the whole way from a request to its headers, written into a sink. The
 * {@code Authorization} header is a fresh {@code String} each time, as a server reads it; credential and endpoint are always the
 * same. By hand, the same is done with nothing around it: authenticate, take the permit, and make the strings that stand in
 * request and answer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmark {

    /** What the request carries. */
    @Param({"API_TOKEN", "BASE_TOKEN"})
    public CredentialKind credential = CredentialKind.API_TOKEN;

    /** Where the request comes from. */
    @Param({"203.0.113.7", "2001:db8:1:2:3:4:5:6"})
    public String address = "";

    /** The limit's burst: the numbers in the headers are as long as it is. */
    @Param("600")
    public long burst = 600;

    private final Endpoints endpoints = Endpoints.of(
            Endpoint.of("GET /rows"), Endpoint.of("POST /rows"), Endpoint.of("GET /bases/{base}/rows/{id}"));
    private Faregate faregate = Faregate.builder().build();
    private RequestGuard guard = faregate.guard(CredentialKind.API_TOKEN).build();
    private byte[] authorization = {};

    /** Issues the credential. */
    @Setup(Level.Trial)
    public void issue() {
        faregate = Faregate.builder()
                .rateLimiter(RateLimiter.builder()
                        .limit(Limit.perSecond(100_000_000).withBurst(burst))
                        .build())
                .build();
        guard = faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                .build();
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
    }

    /**
     * The guard, on a path with two variables.
     *
     * @param sink takes the headers
     * @return the verdict
     */
    @Benchmark
    public Verdict faregate(Blackhole sink) {
        Verdict verdict = guard.check(request("/bases/inventory/rows/1234", sink), endpoints);
        verdict.headers().writeTo((name, value) -> sink.consume(value), (name, value) -> sink.consume(value));
        return verdict;
    }

    /**
     * The guard, on a path without variables.
     *
     * @param sink takes the headers
     * @return the verdict
     */
    @Benchmark
    public Verdict literalPath(Blackhole sink) {
        Verdict verdict = guard.check(request("/rows", sink), endpoints);
        verdict.headers().writeTo((name, value) -> sink.consume(value), (name, value) -> sink.consume(value));
        return verdict;
    }

    /**
     * What the guard does on a path without variables, by hand.
     *
     * @param sink takes the headers
     * @return whether it was admitted
     */
    @Benchmark
    public boolean literalPathByHand(Blackhole sink) {
        return byHand(request("/rows", sink), sink);
    }

    /**
     * What the guard does on a path with two variables, by hand.
     *
     * @param sink takes the headers and the variables
     * @return whether it was admitted
     */
    @Benchmark
    public boolean byHand(Blackhole sink) {
        Request request = request("/bases/inventory/rows/1234", sink);
        int base = "/bases/".length();
        int end = request.rawPath().indexOf('/', base);
        sink.consume(Map.of(
                "base", request.rawPath().substring(base, end),
                "id", request.rawPath().substring(end + "/rows/".length())));
        return byHand(request, sink);
    }

    private boolean byHand(Request request, Blackhole sink) {
        String text = request.header("Authorization").get(0).substring("Bearer ".length());
        String caller = credential == CredentialKind.API_TOKEN
                ? faregate.tokenIssuer().authenticate(text).orElseThrow().id()
                : faregate.baseTokenVerifier().verify(text).orElseThrow().tokenId();
        Decision decision = faregate.rateLimiter().take("GET /rows", caller);
        sink.consume(Long.toString(decision.limit().burst()));
        sink.consume(Long.toString(decision.remaining()));
        sink.consume(Long.toString(decision.resetAfterSeconds()));
        return decision.allowed();
    }

    /** What a server has read, whoever looks at it. */
    private Request request(String path, Blackhole sink) {
        Request request = new Request(List.of(new String(authorization, StandardCharsets.ISO_8859_1)), address, path);
        sink.consume(request);
        return request;
    }

    private record Request(
            List<String> authorization, @Nullable String remoteAddress, String rawPath) implements RequestView {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public List<String> header(String name) {
            return name.equals("Authorization") ? authorization : List.of();
        }
    }
}
