package dev.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Json;
import dev.realtime.log.From;
import dev.realtime.wire.BatchJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many events of a KiB one message has: more in a replay that is counted, of which there are not many. */
class MessageSizeTest {
    private static final int KIB = 1 << 10;
    private static final int MORE_THAN_A_BATCH = 320;
    private static final int LIVE = 8;
    private static final int REPLAYED = 16;

    private final Notifier notifier = Notifier.builder()
            .access(Access.allowSubscribe("**"))
            .executor(Runnable::run)
            .scheduler((task, delay) -> () -> {})
            .build();
    private final AtomicInteger wakes = new AtomicInteger();
    private final RealtimeSession session = new RealtimeSession(
            notifier, new Client("ann", "192.0.2.1", Map.of(), "ws"), new BatchJson(), 256, wakes::incrementAndGet);

    @BeforeEach
    void publish() {
        for (int i = 0; i < MORE_THAN_A_BATCH; i++) {
            notifier.publish("a", Json.parse("\"" + "x".repeat(KIB - 2) + "\""));
        }
    }

    @AfterEach
    void close() {
        notifier.close();
    }

    @Test
    void who_comes_back_to_more_than_a_batch_gets_16_kib_a_message() {
        begin(From.earliest());
        assertThat(sizes()).containsOnly(REPLAYED).hasSize(MORE_THAN_A_BATCH / REPLAYED);
    }

    @Test
    void others_get_8_kib_a_message() {
        begin(From.last(80));
        assertThat(sizes()).containsOnly(LIVE).hasSize(80 / LIVE);
    }

    @Test
    void a_topic_that_joins_is_replayed_by_16_kib_a_message() {
        join(MORE_THAN_A_BATCH);
        assertThat(sizes()).containsOnly(REPLAYED).hasSize(MORE_THAN_A_BATCH / REPLAYED);
    }

    @Test
    void or_by_8_kib_where_it_is_no_more_than_a_batch() {
        join(80);
        assertThat(sizes()).containsOnly(LIVE).hasSize(80 / LIVE);
    }

    @Test
    void an_event_that_does_not_fit_is_in_the_next_message() {
        notifier.publish("c", "x".repeat(6 << 10));
        notifier.publish("c", "x".repeat(6 << 10));
        notifier.publish("c", "x".repeat(60 << 10));
        notifier.publish("c", "x");
        session.begin(SubscriptionRequest.to("c").from(From.last(4)));
        assertThat(sizes()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void a_replay_of_many_small_events_with_long_names_stays_below_64_kib() {
        String topic = "user/" + "x".repeat(36) + "/" + "y".repeat(40);
        for (int i = 0; i < 600; i++) {
            notifier.publish(topic, "x".repeat(62));
        }
        session.begin(SubscriptionRequest.to(topic).from(From.earliest()));
        List<Integer> lengths = new ArrayList<>();
        for (String message = session.next(); message != null; message = session.next()) {
            lengths.add(message.length());
        }
        assertThat(lengths).hasSizeGreaterThan(2).allMatch(length -> length < 64 << 10);
    }

    @Test
    void a_replay_has_a_message_whenever_it_is_asked_for_one_and_yields_to_answers() {
        begin(From.earliest());
        session.receive("{\"op\":\"ping\",\"ref\":1}", true);
        assertThat(session.isReplaying()).isFalse();
        assertThat(session.next()).contains("\"events\":[]");
        assertThat(session.next()).isEqualTo("{\"ref\":1,\"ok\":true}");
        int messages = 0;
        for (; session.isReplaying(); messages++) {
            assertThat(session.next()).isNotNull();
        }
        assertThat(messages).isEqualTo(MORE_THAN_A_BATCH / REPLAYED);
        assertThat(session.next()).isNull();
    }

    private void begin(From from) {
        session.begin(SubscriptionRequest.to("a").from(from));
    }

    private void join(int replay) {
        session.begin(SubscriptionRequest.to("b"));
        session.receive("{\"op\":\"subscribe\",\"topics\":[\"a\"],\"replay\":" + replay + "}", true);
    }

    /** How many events each message has that has some. */
    private List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        int woken;
        do {
            woken = wakes.get();
            for (String message = session.next(); message != null; message = session.next()) {
                int events = message.split("\"data\":", -1).length - 1;
                if (events > 0) {
                    sizes.add(events);
                }
            }
        } while (wakes.get() > woken);
        return sizes;
    }
}
