package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names that clients make up, of topics and of their own, hold no memory once the client has gone. */
class StrangersTest {
    private static final int NAMES = 1_000_000;
    private static final long ROOM = 4 << 20; // 4 bytes for each name

    private final List<WeakReference<?>> seen = new ArrayList<>();
    private final Notifier notifier =
            Notifier.builder().access(Access.allowSubscribe("open/**")).build();

    @AfterEach
    void close() {
        notifier.close();
    }

    private CompletableFuture<Subscription> ask(String topic, int number) {
        String principal = "stranger-" + number;
        Client client = new Client(principal, "192.0.2." + number % 256, Map.of(), "test");
        SubscriptionRequest request = SubscriptionRequest.to(topic);
        if (number % 1_000 == 0) { // a look at some is enough: nothing treats one unlike the other
            seen.add(new WeakReference<>(principal));
            seen.add(new WeakReference<>(request.topics().get(0).pattern()));
        }
        return notifier.subscribeFor(client, request).toCompletableFuture();
    }

    private void assertNothingIsKept(String prefix, ObjIntConsumer<String> client) throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            client.accept(prefix + "warm/" + i, i);
        }
        collect();
        long before = used();
        for (int i = 0; i < NAMES; i++) {
            client.accept(prefix + i + (i % 3 == 0 ? "/*" : ""), i);
        }
        collect();
        assertThat(used() - before).isLessThan(ROOM);
        assertThat(seen).hasSizeGreaterThan(2_000).allMatch(name -> name.get() == null);
        assertThat(notifier.subscriptionCount()).isZero();
        assertThat(notifier.connectionCount()).isZero();
    }

    /** Until what nothing holds is gone: one full collection does it on every collector that is in use. */
    private static void collect() throws InterruptedException {
        WeakReference<Object> last = new WeakReference<>(new Object());
        while (last.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void of_a_million_that_poll() throws InterruptedException {
        assertNothingIsKept("open/", (topic, number) -> {
            Subscription poll = ask(topic, number).join();
            poll.next(10);
            poll.close(CloseReason.ANSWERED);
        });
    }

    @Test
    void of_a_million_that_subscribe_and_wait() throws InterruptedException {
        assertNothingIsKept("open/", (topic, number) -> {
            Subscription waiting = ask(topic, number).join();
            waiting.onAvailable(() -> {});
            waiting.close(CloseReason.CLIENT_GONE);
        });
    }

    @Test
    void of_a_million_that_are_refused() throws InterruptedException {
        assertNothingIsKept("closed/", (topic, number) -> {
            if (!ask(topic, number).isCompletedExceptionally()) {
                throw new AssertionError(topic);
            }
        });
    }
}
