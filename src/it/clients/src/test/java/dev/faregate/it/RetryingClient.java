package dev.faregate.it;

import feign.Feign;
import feign.FeignException;
import feign.HeaderMap;
import feign.RequestLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** A client as one gets it without settings: whatever it does about a 429, it does by itself. */
interface RetryingClient {

    /** What the client's user sees in the end. */
    record Answer(int status, String body, long retryAfterSeconds) {}

    Answer get(URI uri, String token) throws Exception;

    Answer post(URI uri, String token, String form) throws Exception;

    private static long seconds(String retryAfter) {
        return retryAfter == null ? 0 : Long.parseLong(retryAfter);
    }

    static RetryingClient apache() {
        CloseableHttpClient client = HttpClients.createDefault();
        return new RetryingClient() {
            @Override
            public Answer get(URI uri, String token) throws IOException {
                return send(ClassicRequestBuilder.get(uri), token);
            }

            @Override
            public Answer post(URI uri, String token, String form) throws IOException {
                return send(ClassicRequestBuilder.post(uri).setEntity(new StringEntity(form)), token);
            }

            private Answer send(ClassicRequestBuilder request, String token) throws IOException {
                return client.execute(
                        request.addHeader("Authorization", "Bearer " + token).build(),
                        response -> new Answer(
                                response.getCode(),
                                EntityUtils.toString(response.getEntity()),
                                response.containsHeader("Retry-After")
                                        ? seconds(response.getHeader("Retry-After")
                                                .getValue())
                                        : 0));
            }
        };
    }

    /** What Feign makes an interface of. */
    interface AnyPath {

        @RequestLine("GET")
        String get(URI uri, @HeaderMap Map<String, String> headers);

        @RequestLine("POST")
        String post(URI uri, @HeaderMap Map<String, String> headers, String form);
    }

    static RetryingClient feign() {
        AnyPath client = Feign.builder().target(AnyPath.class, "http://127.0.0.1");
        return new RetryingClient() {
            @Override
            public Answer get(URI uri, String token) {
                return answer(() -> client.get(uri, Map.of("Authorization", "Bearer " + token)));
            }

            @Override
            public Answer post(URI uri, String token, String form) {
                return answer(() -> client.post(uri, Map.of("Authorization", "Bearer " + token), form));
            }

            private Answer answer(java.util.function.Supplier<String> call) {
                try {
                    return new Answer(200, call.get(), 0);
                } catch (FeignException refused) {
                    return new Answer(refused.status(), refused.contentUTF8(), 0);
                }
            }
        };
    }

    static RetryingClient okHttp() {
        OkHttpClient client = new OkHttpClient();
        return new RetryingClient() {
            @Override
            public Answer get(URI uri, String token) throws IOException {
                return send(new Request.Builder().url(uri.toString()), token);
            }

            @Override
            public Answer post(URI uri, String token, String form) throws IOException {
                return send(new Request.Builder().url(uri.toString()).post(RequestBody.create(form, null)), token);
            }

            private Answer send(Request.Builder request, String token) throws IOException {
                try (okhttp3.Response response = client.newCall(request.header("Authorization", "Bearer " + token)
                                .build())
                        .execute()) {
                    return new Answer(
                            response.code(), response.body().string(), seconds(response.header("Retry-After")));
                }
            }
        };
    }

    static RetryingClient jdk() {
        java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
        return new RetryingClient() {
            @Override
            public Answer get(URI uri, String token) throws IOException, InterruptedException {
                return send(HttpRequest.newBuilder(uri), token);
            }

            @Override
            public Answer post(URI uri, String token, String form) throws IOException, InterruptedException {
                return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(form)), token);
            }

            private Answer send(HttpRequest.Builder request, String token) throws IOException, InterruptedException {
                HttpResponse<String> response = client.send(
                        request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
                return new Answer(
                        response.statusCode(),
                        response.body(),
                        seconds(response.headers().firstValue("Retry-After").orElse(null)));
            }
        };
    }
}
