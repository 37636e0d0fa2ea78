package dev.faregate.integration.spring;

import dev.faregate.http.ResponseView;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a guard writes into an answer of the dispatcher servlet. */
record AnswerView(HttpServletResponse response) implements ResponseView<IOException> {

    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.addHeader(name, value);
    }

    /** Not by {@code sendError}, which has the container ask the application for an error page. */
    @Override
    public void send(int status, byte[] body) throws IOException {
        response.setStatus(status);
        if (body.length > 0) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
