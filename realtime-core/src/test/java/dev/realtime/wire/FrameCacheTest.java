package dev.realtime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameCacheTest {
    private static final Topic TOPIC = new Topic("a");
    private static final Json DATA = Json.of(1);

    private final List<Long> encoded = new ArrayList<>();
    private int size = 10;
    private final FrameCache<byte[]> cache = FrameCache.ofBytes(event -> {
        encoded.add(event.sequence());
        return new byte[size];
    });

    @Test
    void an_event_is_encoded_once_for_all_who_read_it() {
        byte[] first = cache.frame(event(7, 1));
        assertThat(cache.frame(event(7, 1))).isSameAs(first);
        assertThat(encoded).containsExactly(1L);
    }

    @Test
    void an_event_of_another_log_is_another_event() {
        byte[] first = cache.frame(event(7, 1));
        assertThat(cache.frame(event(8, 1))).isNotSameAs(first);
        assertThat(encoded).containsExactly(1L, 1L);
    }

    @Test
    void the_newest_keep_their_place() {
        for (long sequence = 1; sequence <= FrameCache.SLOTS + 5; sequence++) {
            cache.frame(event(7, sequence));
        }
        encoded.clear();
        for (long sequence = 6; sequence <= FrameCache.SLOTS + 5; sequence++) {
            cache.frame(event(7, sequence));
        }
        assertThat(encoded).isEmpty();
    }

    @Test
    void after_a_rollback_and_in_a_new_epoch_events_from_further_back_are_the_newest() {
        Event first = event(7, 1 + FrameCache.SLOTS);
        Event rolledBack = new Event(new Cursor(7, 1, 1), TOPIC, "message", Instant.EPOCH, DATA);
        for (Event next : List.of(first, rolledBack, event(8, 1))) {
            cache.frame(next);
            encoded.clear();
            cache.frame(next);
            assertThat(encoded).as("%s again", next).isEmpty();
        }
    }

    @Test
    void an_old_event_does_not_push_out_a_newer_one() {
        cache.frame(event(7, 1 + FrameCache.SLOTS));
        cache.frame(event(7, 1));
        cache.frame(event(7, 1));
        cache.frame(event(7, 1 + FrameCache.SLOTS));
        assertThat(encoded).containsExactly(1L + FrameCache.SLOTS, 1L, 1L);
    }

    @Test
    void at_the_bound_of_bytes_the_oldest_go() {
        size = (int) FrameCache.MAX_BYTES / 4;
        for (long sequence = 1; sequence <= 6; sequence++) {
            cache.frame(event(7, sequence));
        }
        encoded.clear();
        for (long sequence = 6; sequence >= 1; sequence--) {
            cache.frame(event(7, sequence));
        }
        assertThat(encoded).doesNotContain(6L, 5L, 4L, 3L).contains(2L);
    }

    @Test
    void a_frame_beyond_the_bound_is_not_kept_and_pushes_nothing_out() {
        cache.frame(event(7, 1));
        size = (int) FrameCache.MAX_BYTES + 1;
        cache.frame(event(7, 2));
        cache.frame(event(7, 2));
        size = 10;
        cache.frame(event(7, 1));
        assertThat(encoded).containsExactly(1L, 2L, 2L);
    }

    @Test
    void several_threads_get_right_bytes_and_keep_the_bound() throws InterruptedException {
        FrameCache<byte[]> shared = FrameCache.ofBytes(event -> {
            byte[] bytes = new byte[4_096 + (int) (event.sequence() % 8) * 1_024];
            bytes[0] = (byte) event.sequence();
            return bytes;
        });
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    long sequence = 1 + i + random.nextInt(3_000);
                    byte[] bytes = shared.frame(event(7, sequence));
                    assertThat(bytes[0]).isEqualTo((byte) sequence);
                }
            });
            thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(shared.bytes()).isLessThanOrEqualTo(FrameCache.MAX_BYTES).isPositive();
    }

    private static Event event(long epoch, long sequence) {
        return new Event(new Cursor(epoch, 0, sequence), TOPIC, "t", Instant.EPOCH, DATA);
    }
}
