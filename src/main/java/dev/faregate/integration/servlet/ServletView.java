package dev.faregate.integration.servlet;

import dev.faregate.http.RequestChecks;
import dev.faregate.http.RequestView;
import dev.faregate.http.ResponseView;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a guard sees of a servlet request, and writes into its answer.
 *
 * @param request as the filter gets it, wrappers of other filters included: its method and headers are what handlers see
 * @param rawPath of the servlet that the container has chosen
 * @param remoteAddress of the connection
 * @param response the answer
 */
record ServletView(
        HttpServletRequest request,
        String rawPath,
        @Nullable String remoteAddress,
        HttpServletResponse response) implements RequestView, ResponseView<IOException> {

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public List<String> header(String name) {
        return Collections.list(request.getHeaders(name));
    }

    @Override
    public RequestChecks checks() {
        if (request.getAttribute(RequestChecks.ATTRIBUTE) instanceof RequestChecks kept) {
            return kept;
        }
        RequestChecks begun = RequestChecks.begin();
        request.setAttribute(RequestChecks.ATTRIBUTE, begun);
        return begun;
    }

    /** Containers ignore it in an include. */
    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.addHeader(name, value);
    }

    /** Never by {@code sendError}, whose error page may turn one status into another. An include that is refused is left out. */
    @Override
    public void send(int status, byte[] body) throws IOException {
        if (!response.isCommitted() && request.getDispatcherType() != DispatcherType.INCLUDE) {
            response.setStatus(status);
            response.getOutputStream().write(body);
        }
    }

    /** What was begun of the body, be it by the writer or the stream; what others have set in the head stays. */
    void forgetBody() {
        Map<String, List<String>> head = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            if (!name.regionMatches(true, 0, "Content-", 0, 8)) {
                head.put(name, List.copyOf(response.getHeaders(name)));
            }
        }
        response.reset();
        head.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }
}
