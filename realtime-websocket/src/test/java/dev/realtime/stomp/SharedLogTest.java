package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.LogUnavailableException.Outcome;
import dev.realtime.testkit.LogHub;
import dev.realtime.testkit.LogNode;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session on a log that other nodes share, and that may be out of reach or lose its newest events. */
class SharedLogTest {
    private final LogHub hub = new LogHub(InMemoryEventLog::builder, InstantSource.fixed(StompRig.TIME));
    private final LogNode node = hub.node();
    private final StompRig rig = new StompRig(StompLimits.DEFAULT, "bob", node).connected("1.1");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_event_that_was_not_stored_may_be_sent_again() {
        node.cutOff(Outcome.NOT_STORED);
        rig.send("SEND\ndestination:/topic/a\n\n1^@");
        assertThat(rig.received())
                .startsWith("ERROR\n")
                .contains(
                        "code:unavailable\n",
                        "the log cannot be reached\\c the event was not stored, and may be sent again");
    }

    @Test
    void of_a_transaction_something_may_have_been_stored() {
        rig.send("BEGIN\ntransaction:t\n\n^@");
        rig.send("SEND\ndestination:/topic/a\ntransaction:t\n\n1^@");
        node.cutOff(Outcome.NOT_STORED);
        rig.send("COMMIT\ntransaction:t\n\n^@");
        assertThat(rig.received())
                .startsWith("ERROR\n")
                .contains("code:unavailable\n", "events of the transaction may have been stored");
    }

    @Test
    void a_rollback_is_a_gap_and_what_was_sent_before_it_may_be_acknowledged_twice() {
        rig.send("SUBSCRIBE\nid:1\ndestination:/topic/a\nack:client-individual\n\n^@");
        rig.publish("a", "1");
        rig.publish("a", "2");
        Cursor lost = rig.notifier.head();
        assertThat(rig.received()).contains("message-id:#2");
        hub.lose(1);
        rig.publish("a", "3");
        Cursor next = rig.notifier.head();
        assertThat(next).isEqualTo(new Cursor(lost.epoch(), 1, 2));
        assertThat(rig.receivedUpTo("message-id:" + next + "\n")).contains("gap:rollback\n", "message-id:#1\n");
        for (Cursor sent : new Cursor[] {lost, lost, next, next}) {
            rig.send("ACK\nsubscription:1\nmessage-id:" + sent + "\n\n^@");
            assertThat(rig.received()).as("%s", sent).isEmpty();
        }
        rig.send("ACK\nsubscription:1\nmessage-id:" + next.at(3) + "\n\n^@");
        assertThat(rig.received()).as("it was never sent").startsWith("ERROR\n");
    }
}
