package dev.faregate.it.mvc;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application on a free port, and a client. */
public final class RunningApplication implements AutoCloseable {

    /** What the handlers of the applications note when they run. */
    private static final Map<String, Boolean> RUN = new ConcurrentHashMap<>();

    private static final AtomicInteger OWNERS = new AtomicInteger();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public final ConfigurableApplicationContext context;
    private final String log;
    private final String port;

    private RunningApplication(ConfigurableApplicationContext context, String log) {
        this.context = context;
        this.log = log;
        this.port = context.getEnvironment().getRequiredProperty("local.server.port");
    }

    public static RunningApplication of(Class<?> configuration, String... properties) {
        return of(configuration, UnaryOperator.identity(), properties);
    }

    public static RunningApplication of(
            Class<?> configuration, UnaryOperator<SpringApplicationBuilder> setting, String... properties) {
        RUN.clear();
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            SpringApplicationBuilder application = new SpringApplicationBuilder(configuration)
                    .properties("server.port=0", "server.address=127.0.0.1", "faregate.limit=1000/s")
                    .properties(properties);
            return new RunningApplication(setting.apply(application).run(), log.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
            before.print(log.toString(StandardCharsets.UTF_8));
        }
    }

    /** Notes that a handler runs. */
    public static String ran(String handler) {
        RUN.put(handler, true);
        return handler;
    }

    /** The handlers that have run since the latest application started, or this was last asked. */
    public static Set<String> ran() {
        Set<String> names = Set.copyOf(RUN.keySet());
        RUN.clear();
        return names;
    }

    /** What the start wrote to the log. */
    public String log() {
        return log;
    }

    /** Why an application has not started. */
    static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The secret of a new API token that may read and write. */
    public String token(String... scopes) {
        return tokenFor(null, scopes);
    }

    /** The same, bound to a resource. */
    public String tokenFor(String resource, String... scopes) {
        Owner owner = Owner.of("owner-" + OWNERS.incrementAndGet());
        ApiTokenRequest request = ApiTokenRequest.of("test", owner, Permission.READ_WRITE)
                .withScopes(scopes.length == 0 ? Scopes.none() : Scopes.of(scopes));
        return context.getBean(Faregate.class)
                .tokenIssuer()
                .issue(resource == null ? request : request.forResource(Resource.of(resource)))
                .orElseThrow()
                .secret();
    }

    public HttpResponse<String> send(String method, String path, String token, String... headers) throws Exception {
        return sendTo(port, method, path, token, headers);
    }

    public static HttpResponse<String> sendTo(String port, String method, String path, String token, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public int status(String method, String path, String token, String... headers) throws Exception {
        return send(method, path, token, headers).statusCode();
    }

    public int post(String path, String token, String contentType, String body) throws Exception {
        return postForText(path, token, contentType, body).statusCode();
    }

    public HttpResponse<String> postForText(String path, String token, String contentType, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends lines as they are, leaves the connection open, and returns the status within a few seconds; 0 if there is none. */
    public int raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int c = answer.read(); c > 0 && c != '\r'; c = answer.read()) {
                line.append((char) c);
            }
            return line.length() == 0 ? 0 : Integer.parseInt(line.toString().split(" ")[1]);
        } catch (SocketTimeoutException nothing) {
            return 0;
        }
    }

    public String port() {
        return port;
    }

    @Override
    public void close() {
        context.close();
    }
}
