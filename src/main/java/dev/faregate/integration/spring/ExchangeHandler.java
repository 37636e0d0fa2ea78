package dev.faregate.integration.spring;

import dev.faregate.http.RequestGuard;
import dev.faregate.http.TokenEndpoints;
import dev.faregate.http.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Exchanges API tokens for base tokens. The credential is in the body: the interceptor lets requests for this handler through. */
record ExchangeHandler(RequestGuard guard, TokenEndpoints endpoints) implements HandlerFunction<ServerResponse> {

    private static final int LONGEST_FORM = 1 << 16;

    @Override
    public ServerResponse handle(ServerRequest request) throws IOException {
        // As it was sent: Spring would spell a form anew.
        byte[] form = request.servletRequest().getInputStream().readNBytes(LONGEST_FORM);
        Verdict.Answered answered = guard.exchange(
                new MvcView(request.servletRequest()), new String(form, StandardCharsets.UTF_8), endpoints);
        ServerResponse.BodyBuilder answer = ServerResponse.status(answered.status());
        answered.headers().writeTo(answer::header, answer::header);
        return answer.body(answered.body());
    }
}
