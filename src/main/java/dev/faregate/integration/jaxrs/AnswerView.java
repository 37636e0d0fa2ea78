package dev.faregate.integration.jaxrs;

import dev.faregate.http.ResponseView;
import jakarta.ws.rs.container.ContainerResponseContext;

/** What a guard writes into the answer of a resource, which the runtime sends. */
record AnswerView(ContainerResponseContext response) implements ResponseView<RuntimeException> {

    @Override
    public void setHeader(String name, String value) {
        response.getHeaders().putSingle(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.getHeaders().add(name, value);
    }

    @Override
    public void send(int status, byte[] body) {
        response.setStatus(status);
        response.setEntity(body.length == 0 ? null : body);
    }
}
