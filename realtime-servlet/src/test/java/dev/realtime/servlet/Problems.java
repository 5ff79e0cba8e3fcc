package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a request is refused with. */
final class Problems {
    private Problems() {}

    static void assertProblem(ThrowingCallable call, int status, String detail) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(call).satisfies(problem -> {
            assertThat(problem).hasMessage(detail);
            assertThat(problem.status()).isEqualTo(status);
        });
    }

    static void assertBadRequest(ThrowingCallable call, String detail) {
        assertProblem(call, 400, detail);
    }

    /** The whole answer: status, body, and every header but those given. */
    static void assertAnswer(FakeExchange exchange, int status, String title, String detail, String... more) {
        String body = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        assertThat(exchange.body()).isEqualTo(body);
        assertThat(exchange.status()).isEqualTo(status);
        Map<String, String> headers = new java.util.TreeMap<>(Map.of(
                "Cache-Control", "no-store, no-transform",
                "X-Content-Type-Options", "nosniff",
                "Content-Type", "application/problem+json",
                "Content-Length", String.valueOf(body.length())));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        assertThat(exchange.headers()).containsExactlyInAnyOrderEntriesOf(headers);
        assertThat(exchange.isOpen()).isFalse();
        exchange.assertNoViolations();
    }
}
