package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Collectors;

/** Somebody at the demo with cookies of their own. */
final class Visitor {
    private final String address;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();

    Visitor(int port) {
        address = "http://127.0.0.1:" + port;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    Visitor logIn(String name) throws IOException, InterruptedException {
        assertThat(post("/login", "application/x-www-form-urlencoded", "name=" + name)
                        .statusCode())
                .isBetween(300, 399);
        return this;
    }

    /** Publishes a text, or JSON where it is in braces; returns the status. */
    int publish(String topic, String text) throws IOException, InterruptedException {
        String type = text.startsWith("{") ? "application/json" : "text/plain";
        return post("/realtime/publish?topic=" + topic, type, text).statusCode();
    }

    /** The answer of polling with this query, which must not be refused. */
    JsonNode poll(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/realtime/long-poll?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestApplication.json(answer.body());
    }

    /** The header that makes another client this visitor, too. */
    String[] cookie() {
        String pairs = cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return new String[] {"Cookie", pairs};
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
