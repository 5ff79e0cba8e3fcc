package dev.realtime.servlet;

import static dev.realtime.servlet.Streams.afterRetry;
import static dev.realtime.servlet.Streams.assertRetry;
import static dev.realtime.servlet.Streams.heartbeat;
import static dev.realtime.servlet.Streams.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.log.Retention;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and polls whose clients stall, go, or are let go. */
@Timeout(60)
class ConnectionTest {
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

    private FakeExchange open() throws IOException {
        FakeExchange exchange = app.get("/sse?topic=a");
        exchange.news();
        return exchange;
    }

    private void pass(Duration time) {
        app.advance(time);
        app.writer.runAll();
    }

    private void assertEnded(FakeExchange exchange, CloseReason reason) {
        assertThat(exchange.isOpen()).isFalse();
        assertThat(app.closings).containsExactly(reason);
        assertThat(app.notifier.subscriptionCount()).isZero();
        int calls = exchange.calls().size();
        app.publish("a", "too late");
        pass(Duration.ofHours(1));
        assertThat(exchange.calls()).hasSize(calls);
        assertThat(exchange.completions()).isLessThanOrEqualTo(1);
        exchange.assertNoViolations();
    }

    /** Has a write in flight that the client does not take. */
    private FakeExchange stalled() throws IOException {
        FakeExchange exchange = open().room(0);
        app.publish("a", 1);
        app.writer.runUntil(() -> last(exchange).equals("isReady no"));
        return exchange;
    }

    private static String last(FakeExchange exchange) {
        List<String> calls = exchange.calls();
        return calls.get(calls.size() - 1);
    }

    // ---- stalled clients ----

    @Test
    void a_client_that_takes_nothing_for_30_seconds_is_let_go() throws IOException {
        FakeExchange exchange = stalled();
        pass(Duration.ofSeconds(30));
        assertThat(exchange.isOpen()).isTrue();
        pass(TICK);
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.STALLED);
    }

    @Test
    void a_poll_that_is_not_taken_is_let_go_too() throws IOException {
        FakeExchange exchange = app.serve(FakeExchange.get("/poll?topic=a").room(0));
        assertThat(exchange.isOpen()).isTrue();
        pass(Duration.ofSeconds(30).plus(TICK));
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.STALLED);
    }

    @Test
    void a_client_that_takes_nothing_from_the_beginning_is_let_go() throws IOException {
        FakeExchange exchange = app.serve(FakeExchange.get("/sse?topic=a").room(0));
        pass(Duration.ofSeconds(30).plus(TICK));
        assertThat(exchange.body()).isEmpty();
        assertEnded(exchange, CloseReason.STALLED);
    }

    @Test
    void a_slow_client_that_takes_a_little_now_and_then_is_not() throws IOException {
        FakeExchange exchange = open().room(0);
        String large = "x".repeat(400_000);
        app.publish("a", large);
        app.writer.runUntil(() -> last(exchange).equals("isReady no"));
        for (int i = 0; i < 6; i++) {
            pass(Duration.ofSeconds(29));
            exchange.take(1);
            app.writer.runAll();
            assertThat(exchange.isOpen()).isTrue();
        }
        exchange.take(Long.MAX_VALUE);
        app.writer.runAll();
        assertThat(exchange.news())
                .hasSize(400_002
                        + message("", app.cursor(1)).length()
                        + heartbeat(app.cursor(1)).length())
                .endsWith("xxx\"\nid: " + app.cursor(1) + "\n\n" + heartbeat(app.cursor(1)));
        pass(Duration.ofSeconds(31));
        assertThat(exchange.isOpen()).isTrue();
        exchange.assertNoViolations();
    }

    @Test
    void a_quiet_client_is_not_a_stalled_one() throws IOException {
        FakeExchange exchange = open();
        pass(Duration.ofMinutes(10));
        assertThat(exchange.isOpen()).isTrue();
    }

    @Test
    void how_long_a_client_may_stall_can_be_set() throws IOException {
        restart(TestApplication.with().servlet(builder -> builder.stall(Duration.ofSeconds(2))));
        FakeExchange exchange = stalled();
        pass(Duration.ofSeconds(2).plus(TICK));
        assertEnded(exchange, CloseReason.STALLED);
    }

    @Test
    void a_stalled_client_holds_no_more_than_the_write_in_flight() throws IOException {
        FakeExchange exchange = stalled();
        StringBuilder all = new StringBuilder(message(1, app.cursor(1)));
        for (int i = 2; i <= 600; i++) {
            app.publish("a", i);
            all.append(message(i, app.cursor(i)));
        }
        app.writer.runAll();
        int calls = exchange.calls().size();
        assertThat(exchange.body()).isEmpty();
        exchange.take(Long.MAX_VALUE);
        app.writer.runAll();
        assertThat(exchange.news()).isEqualTo(all.toString());
        assertThat(exchange.calls().subList(calls, exchange.calls().size()))
                .as("the one in flight and three batches")
                .filteredOn(call -> call.startsWith("write"))
                .hasSize(4);
        exchange.assertNoViolations();
    }

    @Test
    void what_was_evicted_while_a_client_stalled_is_a_gap() throws IOException {
        restart(TestApplication.with().log(log -> log.retention(Retention.DEFAULT.withMaxEvents(2))));
        FakeExchange exchange = stalled();
        for (int i = 2; i <= 5; i++) {
            app.publish("a", i);
        }
        exchange.take(Long.MAX_VALUE);
        app.writer.runAll();
        String from = app.cursor(1);
        assertThat(exchange.news())
                .isEqualTo(message(1, from)
                        + "event: gap\ndata: {\"reason\":\"evicted\",\"from\":\"" + from + "\",\"resumed\":\"" + from
                        + "\"}\nid: " + from + "\n\n"
                        + message(4, app.cursor(4))
                        + message(5, app.cursor(5)));
    }

    @Test
    void a_stalled_client_holds_nobody_up() throws IOException {
        FakeExchange stalled = stalled();
        FakeExchange other = open();
        app.publish("a", 2);
        app.writer.runUntil(() -> !other.body().isEmpty());
        assertThat(other.news()).isEqualTo(message(2, app.cursor(2)));
        pass(Duration.ofSeconds(31));
        assertThat(stalled.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void a_stalled_client_has_no_part_in_what_is_published() throws IOException {
        FakeExchange stalled = stalled();
        FakeExchange other = open();
        int calls = stalled.calls().size();
        for (int i = 2; i <= 20; i++) {
            String next = message(i, app.publish("a", i).id().toString());
            app.writer.runUntil(() -> other.body().endsWith(next));
        }
        assertThat(stalled.calls()).as("not even asked whether it is ready").hasSize(calls);
    }

    @Test
    void a_write_that_goes_on_just_before_it_would_be_let_go_is_whole() throws IOException {
        FakeExchange exchange = stalled();
        pass(Duration.ofSeconds(30));
        exchange.take(Long.MAX_VALUE);
        app.writer.runAll();
        pass(TICK);
        assertThat(exchange.isOpen()).isTrue();
        assertThat(exchange.news()).startsWith(message(1, app.cursor(1)));
    }

    // ---- clients that have gone ----

    @Test
    void a_write_that_fails_frees_everything() throws IOException {
        FakeExchange exchange = open().duringWrite(() -> {
            throw new IOException("Broken pipe");
        });
        pass(Duration.ofSeconds(15));
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.CLIENT_GONE);
    }

    @Test
    void a_write_that_throws_what_it_should_not_frees_everything() throws IOException {
        FakeExchange exchange = open().duringWrite(() -> {
            throw new NullPointerException("recycled");
        });
        pass(Duration.ofSeconds(15));
        assertEnded(exchange, CloseReason.CLIENT_GONE);
    }

    @Test
    void a_flush_that_fails_frees_everything() throws IOException {
        FakeExchange exchange = open().duringFlush(() -> {
            throw new IOException("Connection reset");
        });
        pass(Duration.ofSeconds(15));
        assertEnded(exchange, CloseReason.CLIENT_GONE);
    }

    @Test
    void a_first_write_that_fails_frees_everything() throws IOException {
        FakeExchange exchange = app.serve(FakeExchange.get("/sse?topic=a").duringWrite(() -> {
            throw new IOException("Broken pipe");
        }));
        app.writer.runAll();
        assertEnded(exchange, CloseReason.CLIENT_GONE);
    }

    @Test
    void a_head_that_cannot_be_sent_frees_everything() {
        FakeExchange exchange = FakeExchange.get("/sse?topic=a").duringFlushBuffer(() -> {
            throw new IOException("Broken pipe");
        });
        assertThatThrownBy(() -> app.serve(exchange)).hasMessage("Broken pipe");
        assertThat(app.notifier.subscriptionCount()).isZero();
        assertThat(app.closings).containsExactly(CloseReason.CLIENT_GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sse", "/long-poll"})
    void the_containers_word_frees_everything_though_nothing_is_written(String path) throws IOException {
        FakeExchange exchange = app.get(path + "?topic=a");
        exchange.error(new IOException("HTTP/2 stream reset"));
        app.writer.runAll();
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.CLIENT_GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sse", "/long-poll"})
    void a_request_that_the_container_completes_is_freed(String path) throws IOException {
        FakeExchange exchange = app.get(path + "?topic=a");
        exchange.complete();
        app.writer.runAll();
        assertThat(exchange.completions()).isZero();
        assertEnded(exchange, CloseReason.CLIENT_GONE);
    }

    @Test
    void a_request_that_times_out_as_an_application_is_undeployed_is_freed() throws IOException {
        FakeExchange exchange = open();
        exchange.timeout();
        app.writer.runAll();
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.DRAINING);
    }

    @ParameterizedTest
    @CsvSource({"/sse,retry: ", "/long-poll,'\"events\":[]'"})
    void a_request_that_times_out_as_an_application_is_undeployed_is_answered(String path, String answer)
            throws IOException {
        FakeExchange exchange = app.get(path + "?topic=a");
        app.writer.runAll();
        exchange.timeout();
        assertThat(exchange.body()).contains(answer);
        assertThat(exchange.completions()).isEqualTo(1);
        exchange.assertNoViolations();
        app.writer.runAll();
        assertThat(exchange.completions()).isEqualTo(1);
    }

    @Test
    void a_container_that_fails_to_complete_harms_no_other_client() throws IOException {
        FakeExchange bad = stalled().duringComplete(() -> {
            throw new NullPointerException("recycled");
        });
        FakeExchange good = open();
        pass(Duration.ofSeconds(31));
        assertThat(bad.completions()).isEqualTo(1);
        assertThat(app.closings).containsExactly(CloseReason.STALLED);
        good.news();
        pass(Duration.ofSeconds(15));
        assertThat(good.news()).isEqualTo(heartbeat(app.cursor(1)));
    }

    // ---- when the container says that a write is possible ----

    @Test
    void it_may_say_so_before_anything_is_written() throws IOException {
        FakeExchange exchange = FakeExchange.get("/sse?topic=a");
        exchange.duringSetWriteListener(() -> saysSo(exchange)); // as GlassFish does
        app.serve(exchange);
        app.writer.runAll();
        assertThat(afterRetry(exchange.body())).isEqualTo(heartbeat(app.cursor(0)));
        exchange.assertNoViolations();
    }

    @Test
    void it_may_say_so_at_once_on_the_thread_that_asks() throws IOException {
        restart(TestApplication.with().writer(Runnable::run));
        FakeExchange exchange = FakeExchange.get("/sse?topic=a");
        AtomicBoolean once = new AtomicBoolean(true);
        exchange.duringSetWriteListener(() -> saysSo(exchange));
        exchange.duringIsReady(() -> {
            if (once.getAndSet(false)) {
                saysSo(exchange);
            }
        });
        app.serve(exchange);
        assertThat(afterRetry(exchange.news())).isEqualTo(heartbeat(app.cursor(0)));
        app.advance(Duration.ofSeconds(15));
        assertThat(exchange.news()).isEqualTo(heartbeat(app.cursor(0)));
        exchange.assertNoViolations();
    }

    @Test
    void it_may_say_so_for_nothing() throws IOException {
        FakeExchange exchange = open();
        for (int i = 0; i < 3; i++) {
            exchange.onWritePossible();
        }
        app.writer.runAll();
        assertThat(exchange.news()).isEmpty();
        pass(Duration.ofSeconds(15));
        assertThat(exchange.news()).isEqualTo(heartbeat(app.cursor(0)));
        exchange.assertNoViolations();
    }

    @Test
    void it_may_say_so_on_a_thread_of_its_own() throws IOException {
        restart(TestApplication.with().writer(Runnable::run));
        FakeExchange exchange = app.serve(FakeExchange.get("/sse?topic=a").room(0));
        CompletableFuture.runAsync(() -> {
                    try {
                        exchange.take(Long.MAX_VALUE);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
        assertThat(afterRetry(exchange.body())).isEqualTo(heartbeat(app.cursor(0)));
        exchange.assertNoViolations();
    }

    private static void saysSo(FakeExchange exchange) {
        try {
            exchange.onWritePossible();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- a writer that takes no more work ----

    private final AtomicBoolean full = new AtomicBoolean();

    private TestApplication.Settings withWriterThatCanBeFull() {
        return TestApplication.with().writer(task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        });
    }

    @Test
    void a_client_that_cannot_be_written_to_is_let_go() throws IOException {
        restart(withWriterThatCanBeFull());
        FakeExchange exchange = open();
        full.set(true);
        app.advance(Duration.ofSeconds(15));
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.FAILED);
    }

    @Test
    void a_stalled_client_is_let_go_even_then() throws IOException {
        restart(withWriterThatCanBeFull());
        FakeExchange exchange = app.serve(FakeExchange.get("/sse?topic=a").room(0));
        full.set(true);
        exchange.take(10);
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.FAILED);
    }

    @Test
    void other_clients_are_looked_after_again_when_it_has_room() throws IOException {
        restart(withWriterThatCanBeFull());
        open();
        full.set(true);
        app.advance(Duration.ofSeconds(15));
        full.set(false);
        FakeExchange other = open();
        app.advance(Duration.ofSeconds(15));
        assertThat(other.news()).isEqualTo(heartbeat(app.cursor(0)));
    }

    // ---- a format that fails ----

    @Test
    void a_stream_whose_format_fails_is_ended_so_that_nothing_is_passed_over() throws IOException {
        restart(TestApplication.with()
                .servlet(builder -> builder.transport(new TestTransport(
                        "lines",
                        exchange -> exchange.subscribe(
                                exchange.subscriptionRequest(),
                                subscription -> exchange.stream(subscription, new LinesFormat()))))));
        FakeExchange exchange = app.get("/lines?topic=a");
        exchange.news();
        app.publish("a", LinesFormat.UNSPEAKABLE);
        app.writer.runUntil(() -> !exchange.isOpen());
        app.writer.runAll();
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.completions()).isEqualTo(1);
        assertEnded(exchange, CloseReason.FAILED);
    }

    // ---- shutdown ----

    @Test
    void destroying_the_servlet_completes_stalled_requests_too() throws IOException {
        FakeExchange stalled = stalled();
        FakeExchange poll = app.serve(FakeExchange.get("/poll?topic=a").room(10));
        FakeExchange reading = open();
        app.servlet.destroy();
        app.writer.runAll();
        assertThat(List.of(stalled, poll, reading)).noneMatch(FakeExchange::isOpen);
        assertThat(List.of(stalled, poll, reading)).allMatch(exchange -> exchange.completions() == 1);
        assertRetry(reading.news());
        assertThat(app.closings).hasSize(3).containsOnly(CloseReason.DRAINING);
        stalled.assertNoViolations();
    }

    @Test
    void closing_the_notifier_alone_completes_stalled_requests_too() throws IOException {
        FakeExchange stalled = stalled();
        app.notifier.close();
        app.writer.runAll();
        assertThat(stalled.isOpen()).isFalse();
        assertThat(stalled.completions()).isEqualTo(1);
        stalled.assertNoViolations();
    }

    @Test
    void a_poll_that_waits_for_the_container_is_answered_all_the_same() throws IOException {
        FakeExchange poll =
                app.serve(FakeExchange.get("/long-poll?topic=a&wait=30").room(0));
        app.publish("a", 1);
        app.writer.runUntil(() -> last(poll).equals("isReady no"));
        app.notifier.close();
        app.writer.runAll();
        assertThat(poll.isOpen()).isTrue();
        poll.take(1_000);
        app.writer.runAll();
        assertThat(poll.body()).startsWith("{\"cursor\":");
        assertThat(poll.completions()).isEqualTo(1);
        poll.assertNoViolations();
    }

    @Test
    void no_thread_is_left() throws Exception {
        app.close();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        FakeExchange exchange = FakeExchange.get("/sse?topic=a");
        try (Notifier notifier = Notifier.builder()
                .access(dev.realtime.Access.allowSubscribe("**"))
                .build()) {
            RealtimeServlet servlet = new RealtimeServlet(notifier);
            servlet.init(new FakeContext("WildFly").config());
            exchange.serve(servlet);
            assertThat(exchange.isOpen()).isTrue();
            servlet.destroy();
        }
        Set<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("realtime-"))
                .collect(Collectors.toSet());
        for (Thread thread : ours) {
            thread.join(20_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
        assertThat(exchange.isOpen()).isFalse();
        exchange.assertNoViolations();
    }
}
