package dev.faregate.jmh.load;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.exchange.ExchangeRequest;
import dev.faregate.http.Endpoints;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.integration.webflux.WebFluxGuard;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.RateLimiter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Requests a second that a server of Spring WebFlux on Reactor Netty answers, without and with the guard before its one handler, in
 * turns, in one process with the clients. Arguments: {@code connections=16 seconds=5 rounds=5}. Prints a table with the median of the
 * rounds, and writes it to {@code target/webflux-load.md}.
 */
public final class WebFluxLoad {

    @Configuration(proxyBeanMethods = false)
    @EnableWebFlux
    static class Application {

        @RestController
        static class Rows {

            @GetMapping("/rows/{id}")
            Mono<String> read(@PathVariable("id") String id) {
                return Mono.just(id);
            }
        }
    }

    /** One server, and the credential that its clients send; empty for none. */
    private record Target(int port, String credential) {}

    private record Round(double perSecond, double p50Micros, double p99Micros) {}

    private WebFluxLoad() {}

    public static void main(String[] args) throws Exception {
        int connections = argument(args, "connections", 16);
        int seconds = argument(args, "seconds", 5);
        int rounds = argument(args, "rounds", 5);
        Faregate faregate = Faregate.builder()
                .rateLimiter(
                        RateLimiter.builder().limit(Limit.perSecond(10_000_000)).build())
                .build();
        String apiToken = faregate.tokenIssuer()
                .issue(ApiTokenRequest.of("load", Owner.of("ada"), Permission.READ))
                .orElseThrow()
                .secret();
        String baseToken = faregate.tokenExchange()
                .exchange(ExchangeRequest.of(apiToken))
                .orElseThrow()
                .text();
        try (AnnotationConfigApplicationContext open = application(null);
                AnnotationConfigApplicationContext guarded = application(faregate)) {
            DisposableServer openServer = serve(open);
            DisposableServer guardedServer = serve(guarded);
            Map<String, Target> targets = new LinkedHashMap<>();
            targets.put("no guard", new Target(openServer.port(), ""));
            targets.put("API token", new Target(guardedServer.port(), apiToken));
            targets.put("base token", new Target(guardedServer.port(), baseToken));
            String table = table(run(targets, connections, seconds, rounds));
            System.out.print(table);
            Files.writeString(Path.of("target", "webflux-load.md"), table);
            openServer.disposeNow();
            guardedServer.disposeNow();
        }
        System.exit(0);
    }

    private static int argument(String[] args, String name, int otherwise) {
        for (String arg : args) {
            if (arg.startsWith(name + "=")) {
                return Integer.parseInt(arg.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    private static AnnotationConfigApplicationContext application(Faregate faregate) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(Application.class);
        if (faregate != null) {
            context.registerBean(
                    WebFluxGuard.class,
                    () -> new WebFluxGuard(
                            faregate.guard(CredentialKind.API_TOKEN, CredentialKind.BASE_TOKEN)
                                    .build(),
                            Endpoints.of()));
        }
        context.refresh();
        return context;
    }

    private static DisposableServer serve(AnnotationConfigApplicationContext context) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(
                        WebHttpHandlerBuilder.applicationContext(context).build()))
                .bindNow();
    }

    /** In turns, so that what else the machine does is the same for all. The first round warms up. */
    private static Map<String, List<Round>> run(Map<String, Target> targets, int connections, int seconds, int rounds)
            throws Exception {
        Map<String, List<Round>> results = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Target> target : targets.entrySet()) {
                Round result = round(target.getValue(), connections, seconds);
                if (round > 0) {
                    results.computeIfAbsent(target.getKey(), absent -> new ArrayList<>())
                            .add(result);
                }
            }
        }
        return results;
    }

    private static Round round(Target target, int connections, int seconds) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(connections);
        long begun = System.nanoTime();
        Callable<Latencies> client = () -> ask(target, begun + seconds * 1_000_000_000L);
        List<Future<Latencies>> asked = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            asked.add(clients.submit(client));
        }
        Latencies all = new Latencies();
        for (Future<Latencies> each : asked) {
            all.add(each.get());
        }
        double elapsed = (System.nanoTime() - begun) / 1e9;
        clients.shutdown();
        return new Round(all.count() / elapsed, all.micros(0.5), all.micros(0.99));
    }

    /** One connection that is kept: the next request follows the answer. */
    private static Latencies ask(Target target, long until) throws IOException {
        byte[] request = ("GET /rows/7 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + (target.credential().isEmpty() ? "" : "Authorization: Bearer " + target.credential() + "\r\n")
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        Latencies latencies = new Latencies();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
            socket.setTcpNoDelay(true);
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            for (long now = System.nanoTime(); now < until; ) {
                socket.getOutputStream().write(request);
                requireAnswer(answers);
                long answered = System.nanoTime();
                latencies.add(answered - now);
                now = answered;
            }
        }
        return latencies;
    }

    private static void requireAnswer(InputStream answers) throws IOException {
        String status = line(answers);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answer: " + status + " (expected: 200)");
        }
        int length = 0;
        for (String header = line(answers); !header.isEmpty(); header = line(answers)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        answers.skipNBytes(length);
    }

    private static String line(InputStream answers) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            if (c < 0) {
                throw new IOException("connection: closed (expected: an answer)");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String table(Map<String, List<Round>> results) {
        StringBuilder table = new StringBuilder("| guard | requests a second | p50 µs | p99 µs |\n|---|---|---|---|\n");
        results.forEach((name, rounds) -> {
            List<Round> sorted = new ArrayList<>(rounds);
            sorted.sort((one, other) -> Double.compare(one.perSecond(), other.perSecond()));
            Round median = sorted.get(sorted.size() / 2);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f |%n",
                    name,
                    median.perSecond(),
                    median.p50Micros(),
                    median.p99Micros()));
        });
        return table.toString();
    }
}
