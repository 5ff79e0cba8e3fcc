package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.testkit.HeldThreads;
import dev.realtime.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a container whose writes never wait, replays are not written by the threads of their requests, of which there may be many. */
@Timeout(60)
class ReplayTurnsTest {
    private static final int EVENTS = 600;
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final String LAST = "\"" + "x".repeat(1_000) + (EVENTS - 1) + "\"\n";

    private final ManualTime time = new ManualTime();
    private final Notifier notifier = Notifier.builder()
            .access(Access.allowSubscribe("**"))
            .ticker(time)
            .scheduler(time)
            .executor(Runnable::run)
            .build();
    private HeldThreads held;

    @AfterEach
    void close() {
        try (HeldThreads last = held) {
            notifier.close();
        }
    }

    private RealtimeServlet on(String server) throws Exception {
        RealtimeServlet servlet = RealtimeServlet.builder().notifier(notifier).build();
        servlet.init(new FakeContext(server).config());
        for (int i = 0; i < EVENTS; i++) {
            notifier.publish("a", "x".repeat(1_000) + i);
        }
        return servlet;
    }

    private void hold() throws InterruptedException {
        held = new HeldThreads(notifier.replaying(), THREADS);
    }

    /** Returns when all is done that replays have asked for by now, and what that asks for. */
    private void letGo() {
        held.close();
        for (int turn = 0; turn < 20; turn++) { // one for each 64 KiB
            CyclicBarrier idle = new CyclicBarrier(THREADS + 1); // each thread is here, so none is in a turn
            for (int i = 0; i < THREADS; i++) {
                notifier.replaying().execute(() -> await(idle));
            }
            await(idle);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static FakeExchange open(RealtimeServlet servlet, String target) throws IOException {
        return FakeExchange.get(target).serve(servlet);
    }

    @Test
    void streams_that_come_back_take_their_turns() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        hold();
        FakeExchange first = open(servlet, "/sse?topic=a&cursor=earliest");
        FakeExchange second = open(servlet, "/sse?topic=a&cursor=earliest");
        assertThat(first.body() + second.body()).isEmpty();
        letGo();
        assertThat(first.body()).endsWith(lastBlock());
        assertThat(second.body()).endsWith(lastBlock());
        first.assertNoViolations();
    }

    @Test
    void nobody_who_comes_back_holds_up_the_others_with_all_it_has_missed() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        hold();
        FakeExchange exchange = open(servlet, "/sse?topic=a&cursor=earliest");
        assertThat(held.afterOne(exchange::body)).doesNotContain(LAST);
    }

    private String lastBlock() {
        return "data: " + LAST + "id: " + notifier.head().token() + "\n\n";
    }

    @Test
    void who_waits_for_its_turn_is_neither_stalled_nor_written_to_by_the_timer() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        hold();
        FakeExchange exchange = open(servlet, "/sse?topic=a&cursor=earliest");
        for (int second = 0; second < 60; second++) {
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.completions()).isZero();
        letGo();
        assertThat(exchange.body()).contains(LAST);
    }

    @Test
    void who_waits_for_its_turn_when_the_application_goes_is_told() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        hold();
        FakeExchange exchange = open(servlet, "/sse?topic=a&cursor=earliest");
        notifier.close();
        assertThat(exchange.body()).contains("retry: ").doesNotContain(LAST);
        assertThat(exchange.completions()).isOne();
        exchange.assertNoViolations();
    }

    @Test
    void who_is_new_is_written_to_at_once() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        hold();
        assertThat(open(servlet, "/sse?topic=a").body()).contains("event: heartbeat");
    }

    @Test
    void polls_are_answered_at_once() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        hold();
        assertThat(open(servlet, "/poll?topic=a&cursor=earliest").body()).contains("\"events\":[{");
    }

    @Test
    void where_a_write_may_wait_it_is_the_requests_own_thread_that_does() throws Exception {
        RealtimeServlet servlet = on("some other server");
        hold();
        assertThat(open(servlet, "/sse?topic=a&cursor=earliest").body()).contains(LAST);
    }
}
