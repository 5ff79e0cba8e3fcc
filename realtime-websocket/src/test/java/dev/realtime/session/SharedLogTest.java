package dev.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.testkit.LogHub;
import dev.realtime.testkit.LogNode;
import dev.realtime.testkit.ManualTime;
import dev.realtime.wire.BatchJson;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session on a log that other nodes share, and that may be out of reach or further on elsewhere. */
class SharedLogTest {
    private final ManualTime time = new ManualTime();
    private final LogHub hub = new LogHub(InMemoryEventLog::builder, time);
    private final LogNode here = hub.node();
    private final Notifier elsewhere = notifier(hub.node());
    private final Notifier notifier = notifier(here);
    private final RealtimeSession session = new RealtimeSession(
            notifier, new Client("ann", "127.0.0.1", Map.of(), "ws"), new BatchJson(), 10, () -> {});

    private Notifier notifier(LogNode log) {
        return Notifier.builder()
                .log(log)
                .access(Access.allowSubscribe("**").allowPublish("**"))
                .executor(Runnable::run)
                .scheduler(time)
                .ticker(time)
                .build();
    }

    @AfterEach
    void close() {
        notifier.close();
        elsewhere.close();
    }

    private String answerTo(String message) {
        session.receive(message, true);
        return session.next();
    }

    @Test
    void an_event_that_could_not_be_stored_for_certain_is_unavailable_and_the_session_goes_on() {
        session.next();
        here.cutOff(Outcome.UNKNOWN);
        assertThat(answerTo("{\"op\":\"publish\",\"ref\":1,\"topic\":\"a\",\"data\":1}"))
                .startsWith("{\"ref\":1,\"error\":{\"code\":\"unavailable\",\"message\":\"the log cannot be reached:"
                        + " the event may have been stored,");
        here.resume();
        assertThat(answerTo("{\"op\":\"publish\",\"ref\":2,\"topic\":\"a\",\"data\":2}"))
                .startsWith("{\"ref\":2,\"ok\":true,");
    }

    @Test
    void a_cursor_of_a_node_that_is_further_on_waits_for_this_one() {
        session.next();
        here.pause();
        String ahead = elsewhere.publish("a", 1).id().token();
        String next = elsewhere.publish("a", 2).id().token();
        String subscribe = "{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a\"],\"cursor\":\"" + ahead + "\"}";
        assertThat(answerTo(subscribe)).isNull();
        here.resume();
        assertThat(session.next()).isEqualTo("{\"ref\":1,\"ok\":true,\"cursor\":\"" + ahead + "\"}");
        assertThat(session.next())
                .contains("\"data\":2", "{\"cursor\":\"" + next + "\"")
                .doesNotContain("gap");
    }

    @Test
    void a_cursor_that_cannot_be_looked_up_is_unavailable() {
        session.next();
        here.cutOff(Outcome.NOT_STORED);
        String ahead = elsewhere.publish("a", 1).id().token();
        assertThat(answerTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a\"],\"cursor\":\"" + ahead + "\"}"))
                .isEqualTo(
                        "{\"ref\":1,\"error\":{\"code\":\"unavailable\",\"message\":\"the log cannot be asked for this"
                                + " cursor: come back later\"}}");
    }
}
