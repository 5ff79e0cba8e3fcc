package dev.realtime.testkit;

import static dev.realtime.testkit.LogProbe.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.Gap;
import dev.realtime.log.Retention;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of {@link EventLogContract} about what is kept, and what is said of what is not; extend that one. */
public abstract class RetentionContract extends ConcurrentEventLogContract {
    private static final Duration AGE = Duration.ofMinutes(10);
    private static final Retention FEW = Retention.DEFAULT.withMaxEvents(3);

    RetentionContract() {}

    abstract void pass(Duration age);

    @Test
    void a_loss_is_a_gap_before_all_that_is_retained() {
        LogProbe log = openLog(FEW);
        Event seen = log.append("a", "seen");
        for (int i = 1; i <= 5; i++) {
            log.append("a", i);
        }
        Batch batch = log.readAfter(seen.id(), "a");
        assertThat(batch.gap()).isEqualTo(new Gap(Gap.Reason.EVICTED, seen.id(), seen.id()));
        assertThat(data(batch.events())).containsExactly("3", "4", "5");
        assertThat(log.readAfter(seen.id(), "*").gap()).isNotNull();
    }

    @Test
    void no_loss_of_a_selected_topic_is_no_gap() {
        LogProbe log = openLog(FEW);
        Event quiet = log.append("quiet", "before");
        for (int i = 1; i <= 5; i++) {
            log.append("busy", i);
        }
        Event after = log.append("quiet", "after");
        Batch batch = log.readAfter(quiet.id(), "quiet");
        assertThat(batch.gap()).as("what others lost").isNull();
        assertThat(batch.events()).containsExactly(after);
        for (int place = 3; place <= 6; place++) { // the last to go, and each that is retained
            assertThat(log.readAfter(quiet.id().at(place), "busy").gap())
                    .as("what went up to the place " + place)
                    .isNull();
        }
    }

    @Test
    void one_reader_is_told_of_each_loss_once_and_one_that_resumes_again() {
        LogProbe log = openLog(FEW);
        Event seen = log.append("a", "seen");
        log.append("b", "between the place and the loss");
        for (int i = 1; i <= 5; i++) {
            log.append("a", i);
        }
        Batch told = log.read(From.after(seen.id()), 1, "a", "b");
        assertThat(told.gap()).isNotNull();
        Batch next = log.read(new From.After(told.position()), 1, "a", "b");
        assertThat(next.gap()).as("though the place was still before it").isNull();
        for (int i = 6; i <= 8; i++) {
            log.append("a", i);
        }
        assertThat(log.read(new From.After(next.position()), 10, "a", "b").gap())
                .as("another loss")
                .isNotNull();
        assertThat(log.readAfter(seen.id(), "a").gap()).as("a resume").isNotNull();
    }

    @Test
    void what_had_gone_before_the_beginning_is_no_gap() {
        LogProbe log = openLog(FEW);
        for (int i = 1; i <= 5; i++) {
            log.append("a", i);
        }
        for (From from : List.of(From.earliest(), From.last(10))) {
            Batch batch = log.read(from, 10, "a");
            assertThat(batch.gap()).as("%s", from).isNull();
            assertThat(data(batch.events())).as("%s", from).containsExactly("3", "4", "5");
        }
    }

    @Test
    void an_event_goes_when_it_is_older_than_the_age() {
        LogProbe log = openLog(Retention.DEFAULT.withMaxAge(AGE));
        Event old = log.append("a", "old");
        pass(AGE.dividedBy(2));
        log.append("a", "young");
        pass(AGE.dividedBy(2).plusSeconds(1));
        log.append("a", "new");
        assertThat(log.retained("a")).containsExactly("\"young\"", "\"new\"");
        assertThat(log.readAfter(old.id().at(0), "a").gap()).isNotNull();
        assertThat(log.readAfter(old.id(), "a").gap()).isNull();
    }

    @Test
    void a_topic_holds_no_more_than_its_bytes_and_the_newest_event_always() {
        LogProbe log = openLog(Retention.DEFAULT.withMaxBytes(10_000));
        for (int i = 0; i < 10; i++) {
            log.append("a", String.valueOf(i).repeat(3_000));
        }
        List<String> retained = log.retained("a");
        assertThat(retained)
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(3)
                .last()
                .asString()
                .startsWith("\"9");
        log.append("a", "x".repeat(20_000));
        assertThat(log.retained("a")).singleElement().asString().startsWith("\"x");
    }

    @Test
    void a_superseded_value_is_no_gap() {
        LogProbe log = openLog(Retention.latestOnly(AGE));
        Event first = log.append("position/ann", 1);
        log.append("position/ann", 2);
        log.append("position/ann", 3);
        log.append("position/bob", 4);
        Batch batch = log.readAfter(first.id(), "position/*");
        assertThat(batch.gap()).isNull();
        assertThat(data(batch.events())).containsExactly("3", "4");
    }

    // ---- epochs ----

    @Test
    void a_cursor_that_this_log_never_gave_out_is_a_gap_and_all_that_is_retained() {
        LogProbe log = openLog(FEW);
        LogProbe other = openLog(FEW);
        for (int i = 1; i <= 5; i++) {
            log.append("a", i);
            other.append("a", "of another life");
        }
        Cursor head = log.log().head();
        Cursor theirs = other.log().head();
        assertThat(theirs.epoch()).as("an epoch of its own").isNotEqualTo(head.epoch());
        for (Cursor foreign : List.of(theirs, head.at(head.sequence() + 1), Cursor.FOREIGN)) {
            Batch batch = log.readAfter(foreign, "a");
            assertThat(batch.gap()).as("%s", foreign).isEqualTo(new Gap(Gap.Reason.EPOCH, null, head.at(2)));
            assertThat(data(batch.events())).as("%s", foreign).containsExactly("3", "4", "5");
            assertThat(log.read(new From.After(batch.position()), 10, "a").isEmpty())
                    .as("after %s", foreign)
                    .isTrue();
        }
        assertThat(log.readAfter(head, "a").isEmpty())
                .as("the last place it gave out")
                .isTrue();
    }
}
