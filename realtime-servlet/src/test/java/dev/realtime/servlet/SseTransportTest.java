package dev.realtime.servlet;

import static dev.realtime.servlet.Streams.afterRetry;
import static dev.realtime.servlet.Streams.assertRetry;
import static dev.realtime.servlet.Streams.epochGap;
import static dev.realtime.servlet.Streams.heartbeat;
import static dev.realtime.servlet.Streams.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.log.Retention;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseTransportTest {
    private static final Duration TICK = Duration.ofMillis(250);

    private TestApplication app = TestApplication.start();

    @AfterEach
    void close() {
        app.close();
        app.writer.runAll();
        assertThat(app.notifier.subscriptionCount()).isZero();
    }

    private void restart(TestApplication.Settings settings) {
        app.close();
        app = settings.start();
    }

    private FakeExchange open(String query, String... headers) throws IOException {
        FakeExchange exchange = FakeExchange.get("/sse?topic=a" + query);
        for (int i = 0; i < headers.length; i += 2) {
            exchange.header(headers[i], headers[i + 1]);
        }
        app.serve(exchange);
        assertThat(exchange.isOpen()).isTrue();
        assertThat(exchange.status()).isEqualTo(200);
        return exchange.assertNoViolations();
    }

    private String opened(String query, String... headers) throws IOException {
        return afterRetry(open(query, headers).body());
    }

    private void pass(Duration time) {
        app.advance(time);
        app.writer.runAll();
    }

    private void awaitBody(FakeExchange exchange, String body) {
        app.writer.runUntil(() -> exchange.body().length() >= body.length());
        assertThat(exchange.news()).isEqualTo(body);
    }

    // ---- opening ----

    @Test
    void a_stream_opens_with_when_to_come_back_and_the_place_it_is_at() throws IOException {
        app.publish("a", 1);
        FakeExchange exchange = open("");
        assertThat(afterRetry(exchange.body())).isEqualTo(heartbeat(app.cursor(1)));
        assertThat(exchange.headers())
                .isEqualTo(Map.of(
                        "Cache-Control", "no-store, no-transform",
                        "X-Content-Type-Options", "nosniff",
                        "X-Accel-Buffering", "no",
                        "Content-Type", "text/event-stream"));
    }

    @Test
    void the_head_is_flushed_before_the_first_bytes_and_those_at_once() throws IOException {
        FakeExchange exchange = open("");
        assertThat(exchange.calls())
                .containsExactly(
                        "startAsync",
                        "setTimeout 0",
                        "setBufferSize 4096",
                        "flushBuffer",
                        "setWriteListener",
                        "isReady",
                        "write " + exchange.body().length(),
                        "isReady",
                        "flush",
                        "isReady");
    }

    @Test
    void a_replay_keeps_the_containers_own_buffer() throws IOException {
        for (int i = 0; i < 300; i++) {
            app.publish("a", i);
        }
        assertThat(open("&cursor=" + app.cursor(0)).calls()).contains("setBufferSize " + FakeExchange.BUFFER);
        assertThat(open("&cursor=" + app.cursor(299)).calls()).contains("setBufferSize 4096");
    }

    @Test
    void the_buffer_of_a_stream_can_be_set_and_that_of_a_poll_stays() throws Exception {
        restart(TestApplication.with().servlet(builder -> builder.streamBufferSize(32 << 10)));
        assertThat(open("").calls()).contains("setBufferSize 32768");
        assertThat(app.serve(FakeExchange.get("/poll?topic=a")).calls()).contains("setBufferSize 4096");
    }

    @Test
    void what_a_stream_begins_with_comes_after_the_place_before_it() throws IOException {
        app.publish("a", 1);
        app.publish("b", 2);
        app.publish("a", 3);
        String all = message(1, app.cursor(1)) + message(3, app.cursor(3));
        assertThat(opened("&cursor=" + app.cursor(0))).isEqualTo(heartbeat(app.cursor(0)) + all);
        assertThat(opened("&cursor=earliest")).isEqualTo(heartbeat(app.cursor(0)) + all);
        assertThat(opened("&replay=1")).isEqualTo(heartbeat(app.cursor(2)) + message(3, app.cursor(3)));
        assertThat(opened("&cursor=latest&replay=1")).isEqualTo(heartbeat(app.cursor(3)));
    }

    @Test
    void events_have_their_type_unless_it_is_message() throws IOException {
        FakeExchange exchange = open("");
        exchange.news();
        app.publish("a", "said", "x");
        awaitBody(exchange, "event: said\ndata: \"x\"\nid: " + app.cursor(1) + "\n\n");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, false", "true, false", "'', false"})
    void an_envelope_is_the_whole_event_where_it_is_asked_for(String value, boolean whole) throws IOException {
        app.publish("a", 1);
        String data = "{\"id\":\"" + app.cursor(1)
                + "\",\"topic\":\"a\",\"type\":\"message\",\"time\":\"2026-11-20T09:15:03.120Z\",\"data\":1}";
        assertThat(opened("&replay=1&envelope=" + value))
                .isEqualTo(heartbeat(app.cursor(0)) + message(whole ? data : "1", app.cursor(1)));
    }

    @Test
    void an_envelope_tells_the_type_where_every_event_is_to_be_a_message() throws IOException {
        app.publish("a", "said", 1);
        String data = "{\"id\":\"" + app.cursor(1)
                + "\",\"topic\":\"a\",\"type\":\"said\",\"time\":\"2026-11-20T09:15:03.120Z\",\"data\":1}";
        assertThat(opened("&replay=1&envelope=message"))
                .isEqualTo(heartbeat(app.cursor(0)) + message(data, app.cursor(1)));
    }

    @Test
    void many_events_come_in_order_batch_by_batch() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= 600; i++) {
            app.publish("a", i);
            all.append(message(i, app.cursor(i)));
        }
        assertThat(opened("&cursor=" + app.cursor(0))).isEqualTo(heartbeat(app.cursor(0)) + all);
    }

    @Test
    void who_comes_back_from_far_gets_much_at_once_and_others_a_little() throws IOException {
        String text = "x".repeat(200);
        for (int i = 1; i <= 400; i++) {
            app.publish("a", text);
        }
        assertThat(writes("&cursor=" + app.cursor(0)))
                .as("the beginning, and two batches")
                .isEqualTo(3);
        assertThat(writes("&cursor=" + app.cursor(300)))
                .as("the beginning, and five batches of 4 KiB")
                .isEqualTo(6);
    }

    private long writes(String query) throws IOException {
        return open(query).calls().stream()
                .filter(call -> call.startsWith("write"))
                .count();
    }

    // ---- resuming ----

    @Test
    void the_header_wins_over_last_event_id_in_the_query_and_that_over_the_cursor() throws IOException {
        for (int i = 1; i <= 3; i++) {
            app.publish("a", i);
        }
        String cursor = "&cursor=" + app.cursor(0);
        String query = "&lastEventId=" + app.cursor(1) + cursor;
        assertThat(opened(query, "Last-Event-ID", app.cursor(2)))
                .isEqualTo(heartbeat(app.cursor(2)) + message(3, app.cursor(3)));
        assertThat(opened(query))
                .isEqualTo(heartbeat(app.cursor(1)) + message(2, app.cursor(2)) + message(3, app.cursor(3)));
        assertThat(opened(cursor, "Last-Event-ID", app.cursor(3))).isEqualTo(heartbeat(app.cursor(3)));
    }

    @Test
    void any_of_them_makes_replay_void() throws IOException {
        app.publish("a", 1);
        assertThat(opened("&replay=1&cursor=" + app.cursor(1))).isEqualTo(heartbeat(app.cursor(1)));
        assertThat(opened("&replay=1&lastEventId=" + app.cursor(1))).isEqualTo(heartbeat(app.cursor(1)));
        assertThat(opened("&replay=1", "Last-Event-ID", app.cursor(1))).isEqualTo(heartbeat(app.cursor(1)));
    }

    @Test
    void an_empty_last_event_id_counts_as_absent() throws IOException {
        app.publish("a", 1);
        assertThat(opened("&lastEventId=&replay=1", "Last-Event-ID", ""))
                .isEqualTo(heartbeat(app.cursor(0)) + message(1, app.cursor(1)));
        assertThat(opened("&lastEventId=" + app.cursor(0), "Last-Event-ID", ""))
                .isEqualTo(heartbeat(app.cursor(0)) + message(1, app.cursor(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "7f3a-12", "0-0", "a b", "{}", "é", "null", "undefined", "*"})
    void a_last_event_id_of_another_log_is_a_gap_before_the_first_place(String id) throws IOException {
        app.publish("b", 0);
        app.publish("a", 1);
        String expected = epochGap(app.cursor(1)) + heartbeat(app.cursor(1)) + message(1, app.cursor(2));
        assertThat(opened("", "Last-Event-ID", id)).isEqualTo(expected);
        String encoded = id.replace(" ", "+").replace("é", "%C3%A9").replace("{}", "%7B%7D");
        assertThat(opened("&lastEventId=" + encoded)).isEqualTo(expected);
        assertThat(opened("&lastEventId=" + encoded + "&cursor=not/well/formed&replay=many"))
                .isEqualTo(expected);
    }

    @Test
    void a_last_event_id_given_twice_is_a_gap_too() throws IOException {
        String twice = "&lastEventId=" + app.cursor(0) + "&lastEventId=" + app.cursor(0);
        assertThat(opened(twice)).isEqualTo(epochGap(app.cursor(0)) + heartbeat(app.cursor(0)));
        assertThat(opened(twice, "Last-Event-ID", app.cursor(0))).isEqualTo(heartbeat(app.cursor(0)));
    }

    @Test
    void a_foreign_last_event_id_with_nothing_retained_is_a_gap_to_now() throws IOException {
        app.publish("b", 1);
        assertThat(opened("", "Last-Event-ID", "nonsense"))
                .isEqualTo(epochGap(app.cursor(1)) + heartbeat(app.cursor(1)));
    }

    @Test
    void an_evicted_place_is_a_gap_from_where_the_client_was() throws IOException {
        restart(TestApplication.with().log(log -> log.retention(Retention.DEFAULT.withMaxEvents(1))));
        app.publish("a", 1);
        app.publish("a", 2);
        String from = app.cursor(0);
        assertThat(opened("", "Last-Event-ID", from))
                .isEqualTo("event: gap\ndata: {\"reason\":\"evicted\",\"from\":\"" + from + "\",\"resumed\":\"" + from
                        + "\"}\nid: " + from + "\n\n" + heartbeat(from) + message(2, app.cursor(2)));
    }

    // ---- heartbeats ----

    @Test
    void a_heartbeat_comes_after_each_15_seconds_of_silence() throws IOException {
        FakeExchange exchange = open("");
        exchange.news();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(15).minus(TICK));
            assertThat(exchange.news()).isEmpty();
            pass(TICK);
            assertThat(exchange.news()).isEqualTo(heartbeat(app.cursor(0)));
        }
        exchange.assertNoViolations();
    }

    @Test
    void an_event_puts_the_heartbeat_off() throws IOException {
        FakeExchange exchange = open("");
        exchange.news();
        pass(Duration.ofSeconds(10));
        app.publish("a", 1);
        awaitBody(exchange, message(1, app.cursor(1)));
        pass(Duration.ofSeconds(15).minus(TICK));
        assertThat(exchange.news()).isEmpty();
        pass(TICK);
        assertThat(exchange.news()).isEqualTo(heartbeat(app.cursor(1)));
    }

    @Test
    void the_place_of_a_heartbeat_moves_on_with_other_topics() throws IOException {
        FakeExchange exchange = open("");
        exchange.news();
        app.publish("b", 1);
        app.publish("b", 2);
        pass(Duration.ofSeconds(15));
        assertThat(exchange.news()).isEqualTo(heartbeat(app.cursor(2)));
    }

    @Test
    void a_heartbeat_is_never_ahead_of_what_was_sent() throws IOException {
        FakeExchange exchange = open("");
        exchange.news();
        app.publish("a", 1); // its turn does not come before the heartbeat is due
        app.publish("b", 2);
        app.advance(Duration.ofSeconds(20));
        app.writer.runAll();
        assertThat(exchange.news()).isEqualTo(message(1, app.cursor(1)));
        pass(Duration.ofSeconds(15));
        assertThat(exchange.news()).isEqualTo(heartbeat(app.cursor(2)));
    }

    @Test
    void the_silence_can_be_set() throws IOException {
        restart(TestApplication.with().servlet(builder -> builder.heartbeat(Duration.ofSeconds(1))));
        FakeExchange exchange = open("");
        exchange.news();
        pass(Duration.ofSeconds(1));
        assertThat(exchange.news()).isEqualTo(heartbeat(app.cursor(0)));
    }

    // ---- its age ----

    @Test
    void a_stream_ends_with_a_retry_at_15_minutes_give_or_take_a_fifth() throws IOException {
        List<FakeExchange> streams = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            streams.add(open(""));
        }
        pass(Duration.ofMinutes(12).minus(TICK));
        assertThat(streams).allMatch(FakeExchange::isOpen);
        Set<Long> moments = new HashSet<>();
        for (Duration age = Duration.ofMinutes(12); age.compareTo(Duration.ofMinutes(18)) <= 0; age = age.plus(TICK)) {
            List<FakeExchange> open =
                    streams.stream().filter(FakeExchange::isOpen).toList();
            open.forEach(FakeExchange::news);
            pass(TICK);
            List<FakeExchange> ended =
                    open.stream().filter(stream -> !stream.isOpen()).toList();
            for (FakeExchange stream : ended) {
                assertRetry(stream.news());
                moments.add(age.toMillis());
            }
        }
        assertThat(streams).noneMatch(FakeExchange::isOpen);
        assertThat(streams).allMatch(stream -> stream.completions() == 1);
        streams.forEach(FakeExchange::assertNoViolations);
        assertThat(moments).as("moments of 40 streams").hasSizeGreaterThan(20);
        assertThat(app.closings).hasSize(40).containsOnly(CloseReason.MAX_AGE);
    }

    @Test
    void the_age_and_the_retry_can_be_set() throws IOException {
        restart(TestApplication.with()
                .servlet(builder -> builder.maxAge(Duration.ofSeconds(10)).retry(Duration.ofMillis(2_500))));
        FakeExchange exchange = open("");
        exchange.news();
        pass(Duration.ofSeconds(12).plus(TICK));
        assertThat(exchange.isOpen()).isFalse();
        assertThat(exchange.body()).matches("retry: (2[5-9]|3[0-7])[0-9][0-9]\n\n");
    }

    // ---- refusals that pass ----

    private void assertComesBack(FakeExchange exchange) {
        assertThat(exchange.isOpen()).isFalse();
        assertThat(exchange.status()).isEqualTo(200);
        assertRetry(exchange.body());
        assertThat(exchange.headers())
                .isEqualTo(Map.of(
                        "Cache-Control", "no-store, no-transform",
                        "X-Content-Type-Options", "nosniff",
                        "X-Accel-Buffering", "no",
                        "Content-Type", "text/event-stream",
                        "Content-Length", String.valueOf(exchange.body().length())));
    }

    @Test
    void one_stream_too_many_is_a_stream_that_says_when_to_come_back() throws IOException {
        restart(TestApplication.with().notifier(builder -> builder.maxSubscriptions(1)));
        open("");
        assertComesBack(app.get("/sse?topic=a"));
    }

    @Test
    void a_stream_during_shutdown_says_when_to_come_back() throws IOException {
        app.notifier.close();
        assertComesBack(app.get("/sse?topic=a"));
    }

    // ---- shutdown ----

    @Test
    void closing_the_notifier_lets_every_stream_go_with_a_retry() throws IOException {
        FakeExchange first = open("");
        FakeExchange second = open("");
        first.news();
        second.news();
        app.notifier.close();
        app.writer.runAll();
        for (FakeExchange stream : List.of(first, second)) {
            assertRetry(stream.body());
            assertThat(stream.isOpen()).isFalse();
            assertThat(stream.completions()).isEqualTo(1);
            stream.assertNoViolations();
        }
        assertThat(app.closings).containsExactly(CloseReason.DRAINING, CloseReason.DRAINING);
    }

    @Test
    void destroying_the_servlet_lets_every_client_go_and_leaves_the_notifier_alone() throws IOException {
        FakeExchange stream = open("");
        stream.news();
        FakeExchange waiting = app.get("/long-poll?topic=a");
        app.servlet.destroy();
        app.writer.runAll();
        assertRetry(stream.body());
        assertThat(waiting.body()).isEqualTo("{\"cursor\":\"" + app.cursor(0) + "\",\"events\":[]}");
        assertThat(List.of(stream, waiting)).noneMatch(FakeExchange::isOpen);
        assertThat(app.notifier.subscriptionCount()).isZero();
        app.publish("a", 1);
    }
}
