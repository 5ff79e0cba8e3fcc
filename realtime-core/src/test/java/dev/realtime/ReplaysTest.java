package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplaysTest {
    private static final int MANY = Replays.ONE_BATCH + 1;

    private final NotifierRig rig = new NotifierRig(
            settings -> settings.access(Access.allowSubscribe("**")).maxReplays(1));

    ReplaysTest() {
        for (int i = 0; i < MANY; i++) {
            rig.notifier.publish("a", i);
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private CompletableFuture<Subscription> ask(From from) {
        return rig.notifier
                .subscribeFor(
                        NotifierRig.client("ann"), SubscriptionRequest.to("a").from(from))
                .toCompletableFuture();
    }

    @Test
    void one_beyond_the_limit_is_refused_and_nobody_makes_room_and_its_cursor_is_still_good() {
        Subscription first = ask(From.earliest()).join();
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        rig.recorder.look();
        From from = From.after(rig.notifier.head().at(0));
        NotifierRig.assertRefused(
                ask(from), RefusedException.Code.TOO_MANY, "there are 1 replays under way, the most allowed");
        assertThat(rig.recorder.look()).containsExactly("refused maxReplays");
        assertThat(rig.notifier.subscriptionCount()).isEqualTo(1);
        assertThat(rig.notifier.connectionCount()).isEqualTo(1);
        assertThat(first.closed()).isNull();
        first.close();
        assertThat(ask(from).join().next(1_000).events()).hasSize(MANY);
    }

    @Test
    void it_ends_when_it_has_come_to_where_the_head_was() {
        Subscription one = ask(From.earliest()).join();
        one.next(MANY - 1);
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        assertThat(one.isReplaying()).isTrue();
        rig.notifier.publish("a", "later");
        one.next(1);
        assertThat(rig.notifier.replayCount()).isZero();
        assertThat(one.isReplaying()).isFalse();
        one.close();
        assertThat(rig.notifier.replayCount()).isZero();
    }

    @Test
    void it_ends_when_there_is_nothing_of_its_topics() {
        Subscription other = rig.notifier
                .subscribeFor(
                        NotifierRig.client("ann"),
                        SubscriptionRequest.to("other").from(From.earliest()))
                .toCompletableFuture()
                .join();
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        assertThat(other.next(10).isEmpty()).isTrue();
        assertThat(rig.notifier.replayCount()).isZero();
    }

    @Test
    void it_ends_when_its_reader_waits_for_more_though_the_head_was_of_another_topic() {
        rig.notifier.publish("other", "the newest");
        Subscription one = ask(From.earliest()).join();
        assertThat(one.next(MANY).events()).hasSize(MANY);
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        one.onAvailable(() -> {});
        assertThat(rig.notifier.replayCount()).isZero();
    }

    @Test
    void it_ends_after_30_seconds_wherever_it_is() {
        Subscription one = ask(From.earliest()).join();
        rig.ticker.advance(Replays.MAX_AGE.minusNanos(1));
        rig.scheduler.advance(Duration.ofSeconds(1));
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        rig.ticker.advance(Duration.ofNanos(1));
        rig.scheduler.advance(Duration.ofSeconds(1));
        assertThat(rig.notifier.replayCount()).isZero();
        assertThat(one.isReplaying()).isFalse();
        assertThat(one.closed()).isNull();
        assertThat(one.next(1_000).events()).hasSize(MANY);
    }

    @Test
    void what_one_batch_holds_is_none_nor_what_begins_now() {
        ask(From.after(rig.notifier.head().at(1))).join();
        ask(From.last(Replays.ONE_BATCH)).join();
        ask(From.latest()).join();
        assertThat(rig.notifier.replayCount()).isZero();
        ask(From.last(MANY)).join();
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
    }

    @Test
    void a_cursor_of_no_ones_or_from_the_future_is_one() {
        Subscription foreign = ask(From.after(Cursor.FOREIGN)).join();
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        foreign.close();
        ask(From.after(rig.notifier.head().at(Long.MAX_VALUE))).join();
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
    }

    @Test
    void code_in_this_jvm_is_not_counted() {
        rig.notifier.subscribe(SubscriptionRequest.to("a").from(From.earliest()));
        assertThat(rig.notifier.replayCount()).isZero();
    }

    @Test
    void what_a_connection_has_replayed_for_topics_that_join_is_one_until_it_is_read() {
        Subscription one = ask(From.latest()).join();
        List<TopicFilter> topics = List.of(TopicFilter.of("a"));
        Replay replay = one.replay(topics, 1_000);
        assertThat(rig.notifier.replayCount()).isEqualTo(1);
        assertThatThrownBy(() -> one.replay(topics, 1_000)).isInstanceOf(RefusedException.class);
        assertThat(replay.next(1_000, Long.MAX_VALUE)).hasSize(MANY);
        assertThat(replay.next(1_000, Long.MAX_VALUE)).isEmpty();
        assertThat(rig.notifier.replayCount()).isZero();
        one.replay(topics, 1_000);
        one.close();
        rig.scheduler.advance(Duration.ofSeconds(1));
        assertThat(rig.notifier.replayCount()).isZero();
    }
}
