package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.testkit.ManualTime;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** On a container whose writes never wait, replays are not written by the threads of their requests, of which there may be many. */
class ReplayTurnsTest {
    private static final int EVENTS = 300;

    private final ManualTime time = new ManualTime();
    private final WriterQueue executor = new WriterQueue();
    private boolean closing;

    private final Notifier notifier = Notifier.builder()
            .access(Access.allowSubscribe("**"))
            .ticker(time)
            .scheduler(time)
            .executor(task -> {
                if (closing) {
                    throw new RejectedExecutionException("closing");
                }
                executor.execute(task);
            })
            .build();

    private RealtimeServlet on(String server) throws Exception {
        RealtimeServlet servlet = RealtimeServlet.builder().notifier(notifier).build();
        servlet.init(new FakeContext(server).config());
        for (int i = 0; i < EVENTS; i++) {
            notifier.publish("a", i);
        }
        executor.runAll();
        return servlet;
    }

    private static FakeExchange open(RealtimeServlet servlet, String more) throws IOException {
        return FakeExchange.get("/sse?topic=a" + more).serve(servlet);
    }

    @Test
    void who_comes_back_is_written_to_by_the_executor() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        FakeExchange first = open(servlet, "&cursor=earliest");
        FakeExchange second = open(servlet, "&cursor=earliest");
        assertThat(first.body() + second.body()).isEmpty();
        executor.runAll();
        assertThat(first.body()).contains("data: " + (EVENTS - 1) + "\n");
        assertThat(second.body()).contains("data: " + (EVENTS - 1) + "\n");
    }

    @Test
    void who_is_new_is_written_to_at_once() throws Exception {
        assertThat(open(on("jetty/12.1.8"), "").body()).contains("event: heartbeat");
    }

    @Test
    void where_a_write_may_wait_it_is_the_requests_own_thread_that_does() throws Exception {
        assertThat(open(on("some other server"), "&cursor=earliest").body()).contains("data: " + (EVENTS - 1) + "\n");
    }

    @Test
    void while_the_executor_closes_the_thread_of_the_request_writes() throws Exception {
        RealtimeServlet servlet = on("jetty/12.1.8");
        closing = true;
        assertThat(open(servlet, "&cursor=earliest").body()).contains("data: " + (EVENTS - 1) + "\n");
    }
}
