package dev.realtime;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turns of one reader in this JVM, taken on the notifier's executor, one at a time. Where the executor is full for
 * now, a turn is asked for again later, so that the reader does not stop for ever. Safe for use by several threads.
 */
final class Turns {
    static final Duration RETRY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Notifier notifier;
    private final Subscription subscription;
    private final Trampoline turns;
    private final AtomicBoolean later = new AtomicBoolean();

    Turns(Notifier notifier, Subscription subscription, Runnable turn) {
        this.notifier = notifier;
        this.subscription = subscription;
        this.turns = new Trampoline(turn);
    }

    void ask() {
        try {
            notifier.listening().execute(turns);
        } catch (RejectedExecutionException full) {
            if (subscription.closed() != null) {
                turns.run(); // the last one, which must not be lost
            } else if (later.compareAndSet(false, true)) {
                LOG.warn("The executor takes no more; {} is read further in {}", subscription.topics(), RETRY);
                notifier.scheduler().schedule(this::askAgain, RETRY);
            }
        }
    }

    private void askAgain() {
        later.set(false);
        ask();
    }
}
