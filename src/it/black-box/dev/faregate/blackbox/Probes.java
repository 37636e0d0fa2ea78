package dev.faregate.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is sent in a situation.
 *
 * @param probes what must pass for the good client, and for no other
 * @param sideways what may be answered in any way, but gets no one further who would not pass anyway
 * @param never what runs no handler for anyone
 * @param undeclaredStatus what the good client is answered to {@link #undeclared}; 0 if there is no such thing
 */
record Probes(List<Probe> probes, List<RawRequest> sideways, List<RawRequest> never, int undeclaredStatus) {

    /** Where the resource of the good client stands. */
    private static final String BASE = "{base}";

    /** The resource of another client. */
    static final String OTHER_BASE = "mallorys";

    private static final Set<String> ORDINARY = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private static final String[] HANDSHAKE = {
        "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private static final String OVERRIDE = "X-HTTP-Method-Override: OPTIONS";

    /** Headers that a proxy would send, and that anyone can. */
    static final List<String> MADE_UP = List.of(
            "X-Forwarded-Prefix: /open",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Port: 8443",
            "X-Forwarded-Path: /open",
            "X-Forwarded-Uri: /open",
            "X-Forwarded-For: 198.51.100.7",
            "Forwarded: for=198.51.100.7;host=evil.example;proto=https",
            "X-Original-URL: /open",
            "X-Rewrite-URL: /open",
            "X-Original-URI: /open",
            OVERRIDE,
            "X-HTTP-Method: DELETE",
            "X-Method-Override: HEAD",
            "X-Real-IP: 198.51.100.7");

    /** Without the one that makes another request, where the framework takes it for the method: with a limit of its own. */
    static List<String> madeUp(boolean overridesMethods) {
        return MADE_UP.stream()
                .filter(line -> !overridesMethods || !line.equals(OVERRIDE))
                .toList();
    }

    /** Without the routes whose path names no resource. */
    Probes withResources() {
        return new Probes(
                probes.stream().filter(probe -> probe.route().hasVariable()).toList(),
                sideways,
                never,
                undeclaredStatus);
    }

    private static RawRequest get(String path) {
        return RawRequest.of("GET", path.replace(BASE, MatrixApi.BASE));
    }

    private static List<RawRequest> gets(String... paths) {
        return Stream.of(paths).map(Probes::get).toList();
    }

    private Probes(List<Probe> probes, List<RawRequest> sideways, List<RawRequest> never) {
        this(probes, sideways, never, 0);
    }

    /** Of {@link #never} what comes to a guard in every server: a method that none of them answers or refuses by itself. */
    List<RawRequest> undeclared() {
        return undeclaredStatus == 0
                ? List.of()
                : never.stream()
                        .filter(request -> ORDINARY.contains(request.method()))
                        .toList();
    }

    private static Probes of(Probe probe, List<RawRequest> sideways) {
        return new Probes(List.of(probe), sideways, List.of());
    }

    static Probes of(Situation situation, MatrixAdapter adapter) {
        return switch (situation) {
            case LITERAL ->
                new Probes(
                        List.of(
                                Probe.of(MatrixRoute.LITERAL, get("/literal")),
                                Probe.of(MatrixRoute.LITERAL_POST, RawRequest.of("POST", "/literal"))),
                        gets(
                                "/literal/",
                                "//literal",
                                "/LITERAL",
                                "/lit%65ral",
                                "/literal;x=1",
                                "/literal.json",
                                "/./literal"),
                        List.of());
            case VARIABLE ->
                of(
                        Probe.of(MatrixRoute.VARIABLE, get("/variable/{base}"), get("/variable/{base}?base=mallorys")),
                        gets("/variable/{base}/", "/variable/%61das", "/variable/{base};x=1", "/variable//{base}"));
            case CONSTRAINED ->
                of(
                        Probe.of(MatrixRoute.CONSTRAINED, get("/constrained/{base}")),
                        gets(
                                "/constrained/ADAS",
                                "/constrained/{base}1",
                                "/constrained/{base}/",
                                "/constrained/%61das"));
            case NESTED ->
                of(
                        Probe.of(MatrixRoute.NESTED, get("/nested/{base}/rows")),
                        gets(
                                "/nested//{base}/rows",
                                "/nested/{base}//rows",
                                "//nested/{base}/rows",
                                "/nested/{base}/rows/"));
            case WILDCARD -> wildcard(adapter.findsRoutes());
            case CONTEXT_PATH -> contextPath(adapter.contextPath());
            case ANY_METHOD -> anyMethod();
            case VERBS -> verbs(adapter);
            case NEAR_MISS ->
                new Probes(
                        List.of(Probe.of(MatrixRoute.NEAR, get("/near/{base}/rows"))),
                        gets(
                                "/near/{base}/rows/",
                                "/near/{base}/ROWS",
                                "/near/{base}/rows.json",
                                "/near/{base}/rows/1"),
                        gets("/near/{base}/tables", "/near/" + OTHER_BASE + "/tables"),
                        adapter.findsRoutes() ? 403 : 404);
            case ENCODED -> encoded();
            case FORWARDED -> forwarded(adapter.overridesMethods());
            case UPGRADE ->
                new Probes(
                        List.of(new Probe(
                                MatrixRoute.SOCKET,
                                101,
                                List.of(get("/socket/{base}").with(HANDSHAKE)))),
                        Stream.of("/socket/{base}/", "/socket/%61das", "/socket//{base}", "/SOCKET/{base}")
                                .map(path -> get(path).with(HANDSHAKE))
                                .toList(),
                        List.of());
            case WIDE_GUARD_FIRST ->
                of(Probe.of(MatrixRoute.WIDE_GUARD_FIRST, get("/second/wide-first/{base}")), List.of());
            case STRICT_GUARD_FIRST ->
                of(Probe.of(MatrixRoute.STRICT_GUARD_FIRST, get("/second/strict-first/{base}")), List.of());
            case FORWARD ->
                of(Probe.of(MatrixRoute.FORWARD_TARGET, get("/forward/{base}"), get("/target/{base}")), List.of());
            case ASYNC -> of(Probe.of(MatrixRoute.ASYNC, get("/async/{base}")), List.of());
            case ERROR -> of(new Probe(MatrixRoute.ERROR, 409, List.of(get("/failing/{base}"))), List.of());
        };
    }

    private static Probes wildcard(boolean deep) {
        List<RawRequest> passing = new ArrayList<>(gets("/wildcard/{base}/a", "/wildcard/{base}/b"));
        List<RawRequest> sideways = new ArrayList<>(gets(
                "/wildcard/{base}",
                "/wildcard/{base}/",
                "/wildcard/{base}/a/../b",
                "/wildcard/" + OTHER_BASE + "/../{base}/a",
                "/wildcard/{base}/..%2f..%2f" + OTHER_BASE + "/a"));
        (deep ? passing : sideways).add(get("/wildcard/{base}/a/b"));
        return of(new Probe(MatrixRoute.WILDCARD, 200, passing), sideways);
    }

    private static Probes contextPath(String prefix) {
        return new Probes(
                List.of(
                        Probe.of(MatrixRoute.VARIABLE, get(prefix + "/variable/{base}")),
                        Probe.of(MatrixRoute.LITERAL, get(prefix + "/literal"))),
                gets(
                        "/variable/{base}",
                        '/' + prefix + "/variable/{base}",
                        prefix + "//variable/{base}",
                        prefix + prefix + "/variable/{base}",
                        prefix + ";x=1/variable/{base}",
                        prefix.toUpperCase(Locale.ROOT) + "/variable/{base}",
                        "/%" + Integer.toHexString(prefix.charAt(1)) + prefix.substring(2) + "/variable/{base}"),
                List.of());
    }

    private static Probes anyMethod() {
        String path = "/any/" + MatrixApi.BASE;
        return new Probes(
                Stream.of("GET", "POST", "PUT", "DELETE")
                        .map(method -> Probe.of(MatrixRoute.ANY_METHOD, RawRequest.of(method, path)))
                        .toList(),
                Stream.of("PATCH", "OPTIONS", "TRACE", "BREW", "PROPFIND", "get")
                        .map(method -> RawRequest.of(method, path))
                        .toList(),
                List.of());
    }

    private static Probes verbs(MatrixAdapter adapter) {
        String path = "/verbs/" + MatrixApi.BASE;
        return new Probes(
                List.of(Probe.of(MatrixRoute.VERBS, RawRequest.of("GET", path), RawRequest.of("HEAD", path))),
                List.of(),
                Stream.of("OPTIONS", "TRACE", "POST", "PUT", "PATCH", "DELETE", "BREW", "PROPFIND", "get", "QUERY")
                        .filter(method -> !adapter.ignoresCaseOfMethods() || !method.equals("get"))
                        .map(method -> RawRequest.of(method, path))
                        .toList(),
                adapter.routesAnyMethod() ? 405 : 0);
    }

    private static Probes encoded() {
        return of(
                Probe.of(MatrixRoute.ENCODED, get("/encoded/{base}/rows")),
                gets(
                        "/%65ncoded/{base}/rows",
                        "/encoded/%61das/rows",
                        "/encoded/%6dallorys/rows",
                        "/encoded/" + OTHER_BASE + "%2f..%2f{base}/rows",
                        "/encoded/{base}/%72ows",
                        "/encoded/{base}%2frows",
                        "/encoded%2f{base}/rows",
                        "/encoded/{base};x=1/rows",
                        "/encoded/{base}/rows;x=1",
                        "/encoded;x=1/{base}/rows",
                        "//encoded/{base}/rows",
                        "/encoded//{base}/rows",
                        "/encoded/{base}//rows",
                        "/encoded/{base}/rows/",
                        "/encoded/./{base}/rows",
                        "/encoded/%2e/{base}/rows",
                        "/encoded/" + OTHER_BASE + "/../{base}/rows",
                        "/encoded/{base}/../" + OTHER_BASE + "/rows",
                        "/encoded/{base}/%2e%2e/" + OTHER_BASE + "/rows",
                        "/encoded/" + OTHER_BASE + "/%2e%2e/{base}/rows",
                        "/encoded/{base}/..;/" + OTHER_BASE + "/rows",
                        "/open/../encoded/{base}/rows",
                        "/open/..;/encoded/{base}/rows",
                        "/open/..%2fencoded/{base}/rows",
                        "/open%2f../encoded/{base}/rows",
                        "/ENCODED/{base}/rows",
                        "/encoded/{base}/ROWS",
                        "/encoded/{base}/rows%00",
                        "/encoded/{base}%00/rows",
                        "/encoded/{base}%20/rows",
                        "/encoded/{base}/rows.json",
                        "/encoded/%2561das/rows",
                        "/encoded/{base}\\rows",
                        "/encoded/{base}%5crows",
                        "http://127.0.0.1/encoded/{base}/rows",
                        "http://evil.example/open/../encoded/{base}/rows"));
    }

    private static Probes forwarded(boolean overridesMethods) {
        RawRequest plain = get("/forwarded/{base}");
        Set<String> overriding = Set.of("X-HTTP-Method-Override: GET", "X-HTTP-Method: GET", "X-Method-Override: GET");
        return new Probes(
                List.of(new Probe(
                        MatrixRoute.FORWARDED,
                        200,
                        Stream.concat(
                                        Stream.of(plain),
                                        madeUp(overridesMethods).stream().map(plain::with))
                                .toList())),
                Stream.concat(
                                overriding.stream()
                                        .map(line -> RawRequest.of("POST", plain.target())
                                                .with(line)),
                                Stream.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri", "X-Forwarded-Path")
                                        .map(name -> get("/open").with(name + ": " + plain.target())))
                        .filter(request -> !overridesMethods || request.method().equals("GET"))
                        .toList(),
                overridesMethods ? List.of(plain.with(OVERRIDE)) : List.of());
    }
}
