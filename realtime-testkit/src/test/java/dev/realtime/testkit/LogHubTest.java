package dev.realtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.Gap;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two nodes of one log, and what may become of it. */
class LogHubTest {
    private final ManualTime time = new ManualTime();
    private final LogHub hub = new LogHub(() -> InMemoryEventLog.builder().ticker(time), time);
    private final LogNode near = hub.node();
    private final LogNode far = hub.node();
    private final LogProbe one = new LogProbe(near);
    private final LogProbe other = new LogProbe(far);

    private static CompletableFuture<Appended> append(LogNode node, Object data) {
        return node.append(LogProbe.draft("a", data, null)).toCompletableFuture();
    }

    @Test
    void a_node_answers_the_cursors_of_another() {
        Event first = one.append("a", 1);
        Event second = other.append("a", 2);
        assertThat(one.readAfter(first.id(), "a").events()).containsExactly(second);
        assertThat(other.readAfter(first.id(), "a").events()).containsExactly(second);
        assertThat(new LogProbe(hub.node()).retained("a")).containsExactly("1", "2");
    }

    @Test
    void a_key_is_known_to_all_nodes() {
        Appended first = one.append("a", 1, "key");
        Appended again = other.append("a", 2, "key");
        assertThat(again).isEqualTo(new Appended(first.event(), true));
    }

    @Test
    void a_node_that_is_behind_has_its_appends_and_ahead_cursors_wait() {
        far.pause();
        Event first = one.append("a", 1);
        CompletableFuture<Appended> appending = append(far, 2);
        CompletableFuture<Void> reaching = far.reach(first.id()).toCompletableFuture();
        assertThat(appending).isNotDone();
        assertThat(reaching).isNotDone();
        assertThat(far.reach(first.id().at(0)).toCompletableFuture()).isCompleted();
        assertThat(near.reach(first.id().at(99)).toCompletableFuture())
                .as("there is none")
                .isCompleted();
        assertThat(other.retained("a")).isEmpty();
        far.resume();
        assertThat(appending.join().event().sequence()).isEqualTo(2);
        assertThat(reaching).isCompleted();
        assertThat(other.retained("a")).containsExactly("1", "2");
    }

    @Test
    void a_node_that_is_cut_off_says_what_it_knows() {
        far.cutOff(Outcome.NOT_STORED);
        assertThatThrownBy(append(far, 1)::join).hasCauseInstanceOf(LogUnavailableException.class);
        assertThatThrownBy(far.reach(hub.head().at(1)).toCompletableFuture()::join)
                .hasCauseInstanceOf(LogUnavailableException.class);
        far.cutOff(Outcome.UNKNOWN);
        assertThatThrownBy(append(far, 2)::join).hasCauseInstanceOf(LogUnavailableException.class);
        assertThat(one.retained("a")).containsExactly("2");
        far.resume();
        assertThat(other.retained("a")).containsExactly("2");
    }

    @Test
    void who_has_read_what_is_lost_is_told_on_every_node_and_reads_what_comes_after() {
        one.append("a", 1);
        Event lost = one.append("a", 2);
        far.pause();
        hub.lose(1);
        Event next = one.append("a", 3);
        assertThat(next.id()).isEqualTo(new Cursor(lost.id().epoch(), 1, 2));
        assertThat(other.readAfter(lost.id(), "a").isEmpty())
                .as("it does not know yet")
                .isTrue();
        far.resume();
        for (LogProbe log : new LogProbe[] {one, other}) {
            Batch batch = log.readAfter(lost.id(), "a");
            assertThat(batch.gap())
                    .isEqualTo(new Gap(Gap.Reason.ROLLBACK, lost.id(), lost.id().at(1)));
            assertThat(batch.events()).containsExactly(next);
            assertThat(log.readAfter(lost.id().at(1), "a").gap()).isNull();
        }
    }

    @Test
    void a_new_epoch_is_told_on_every_node() {
        Event before = one.append("a", 1);
        hub.replace();
        Event after = other.append("a", 2);
        for (LogProbe log : new LogProbe[] {one, other}) {
            Batch batch = log.readAfter(before.id(), "a");
            assertThat(batch.gap()).extracting(Gap::reason).isEqualTo(Gap.Reason.EPOCH);
            assertThat(batch.events()).containsExactly(after);
        }
        assertThat(one.read(From.latest(), 1, "a").cursor()).isEqualTo(hub.head());
    }
}
