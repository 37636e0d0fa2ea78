package dev.faregate.integration.spring;

import dev.faregate.http.Endpoint;
import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestGuard;
import dev.faregate.http.RequestView;
import dev.faregate.http.Verdict;
import dev.faregate.identity.Permission;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A multipart request whose body is not read before its handler may run, unless it has a valid credential. Filters and conditions on
 * parameters are asked before any interceptor, and containers read the whole body for the first parameter. Without a credential they
 * find the parameters of the query; with one that cannot be checked for now, they find none, and the request is refused. For use by one thread at a time.
 */
final class UploadRequest extends HttpServletRequestWrapper {

    /** A part is asked for before the handler is known. */
    static final class Refused extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        private final transient Verdict.Answered verdict;

        Refused(Verdict.Answered verdict) {
            super("multipart body: asked for before the handler is known (expected: a valid credential)");
            this.verdict = verdict;
        }

        Verdict.Answered verdict() {
            return verdict;
        }
    }

    private static final String ATTRIBUTE = UploadRequest.class.getName();

    /** What the credential must be good for at least: nothing but to be one. */
    private static final Endpoint BODY =
            Endpoint.ofRoute("OTHER", "/**").requiring(Permission.READ).limitedAs("multipart body");

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Supplier<RequestGuard> guard;
    private @Nullable Verdict verdict;
    private boolean released;

    UploadRequest(HttpServletRequest request, Supplier<RequestGuard> guard) {
        super(request);
        this.guard = guard;
        if (request.getAttribute(ATTRIBUTE) instanceof UploadRequest before) {
            verdict = before.verdict;
            released = before.released;
        }
        setAttribute(ATTRIBUTE, this);
    }

    static boolean isUpload(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** Not so after an asynchronous dispatch without wrappers. */
    static boolean isWrapped(ServletRequest request) {
        return request instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(UploadRequest.class);
    }

    /** Whether the body of a request may be read. */
    static boolean isReadable(ServletRequest request) {
        return !(request.getAttribute(ATTRIBUTE) instanceof UploadRequest upload) || upload.mayRead();
    }

    /** Why a guard has refused the body for lack of a valid credential; null if it has not. Asked again, it would count a failed attempt twice. */
    static Verdict.@Nullable Answered unauthenticated(ServletRequest request, RequestGuard guard) {
        return request.getAttribute(ATTRIBUTE) instanceof UploadRequest upload
                        && upload.verdict instanceof Verdict.Answered answered
                        && answered.status() == UNAUTHORIZED
                        && upload.guard.get() == guard
                ? answered
                : null;
    }

    /** Has the handler read the body. */
    static void release(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof UploadRequest upload) {
            upload.released = true;
        }
    }

    private Verdict verdict() {
        Verdict known = verdict;
        if (known == null) {
            known = guard.get().check(new BodyView(new MvcView(this)), BODY, Map.of());
            verdict = known;
        }
        return known;
    }

    private boolean mayRead() {
        return released || verdict() instanceof Verdict.Passed;
    }

    /**
     * The same for fields.
     *
     * @throws Refused if the credential may well be valid: without its fields, the request would go to another handler
     */
    private boolean mayReadFields() {
        if (mayRead()) {
            return true;
        }
        if (verdict() instanceof Verdict.Answered answered
                && (answered.status() == TOO_MANY_REQUESTS || answered.status() == UNAVAILABLE)) {
            throw new Refused(answered);
        }
        return false;
    }

    @Override
    public @Nullable String getParameter(String name) {
        if (mayReadFields()) {
            return super.getParameter(name);
        }
        String[] values = queryParameters().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return mayReadFields() ? super.getParameterMap() : queryParameters();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return mayReadFields()
                ? super.getParameterValues(name)
                : queryParameters().get(name);
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        requireReadable();
        return super.getParts();
    }

    @Override
    public Part getPart(String name) throws IOException, ServletException {
        requireReadable();
        return super.getPart(name);
    }

    private void requireReadable() {
        if (!mayRead() && verdict() instanceof Verdict.Answered answered) {
            throw new Refused(answered);
        }
    }

    private Map<String, String[]> queryParameters() {
        Map<String, List<String>> found = new LinkedHashMap<>();
        String query = getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                found.computeIfAbsent(
                                decoded(equals < 0 ? pair : pair.substring(0, equals)), absent -> new ArrayList<>(1))
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        found.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** The same request, asked about for its body alone: what is decided of its endpoint is not decided by that. */
    private record BodyView(MvcView view) implements RequestView {

        @Override
        public String method() {
            return view.method();
        }

        @Override
        public String rawPath() {
            return view.rawPath();
        }

        @Override
        public List<String> header(String name) {
            return view.header(name);
        }

        @Override
        public @Nullable String remoteAddress() {
            return view.remoteAddress();
        }

        @Override
        public RequestChecks checks() {
            return RequestChecks.begin();
        }
    }
}
