package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NotifierTest {
    @Test
    void a_listener_is_told_of_what_is_published_in_order() throws InterruptedException {
        try (Notifier notifier = Notifier.create()) {
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            try (Subscription subscription = notifier.subscribe(
                    "orders/*", event -> told.add(event.data().toString()))) {
                for (int i = 0; i < 1_000; i++) {
                    notifier.publish("orders/" + i % 7, i);
                    notifier.publish("other/" + i, i);
                }
                for (int i = 0; i < 1_000; i++) {
                    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(String.valueOf(i));
                }
                assertThat(subscription.closed()).isNull();
            }
        }
    }
}
