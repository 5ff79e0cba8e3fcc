package dev.realtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of clients: counted against their limits, and let go one by one when the notifier drains. Nothing is
 * kept of a client that has no connection. Safe for use by several threads.
 */
final class Admissions {
    private final Quota quota;
    private final BiConsumer<Client, RefusedException> told;
    private final Random random;

    private final Set<Admission> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile @Nullable Runnable emptied;

    /** @param told of each client that is refused */
    Admissions(Quota.Limits limits, BiConsumer<Client, RefusedException> told, Random random) {
        this.quota = new Quota("maxConnections", "connections", RefusedException.Code.TOO_MANY, limits);
        this.told = told;
        this.random = random;
    }

    /**
     * Counts one more connection.
     *
     * @throws RefusedException where there is no room, or the notifier drains
     */
    Admission admit(Client client) {
        held(client, quota::take);
        Admission admission = new Admission(this, client);
        open.add(admission);
        if (closed) { // since before it was added, and so perhaps without it
            admission.end();
            throw shuttingDown();
        }
        return admission;
    }

    /** Admits a connection that is one subscription, from before that is asked for until it ends. */
    CompletionStage<Subscription> during(Client client, Supplier<CompletionStage<Subscription>> subscribing) {
        Admission admission;
        try {
            admission = admit(client);
        } catch (RefusedException refused) {
            return CompletableFuture.failedStage(refused);
        }
        return subscribing.get().whenComplete((subscription, failure) -> {
            if (failure != null) {
                admission.end();
            } else {
                subscription.whenClosed(admission::end);
                admission.onLetGo(() -> subscription.close(CloseReason.DRAINING));
            }
        });
    }

    /**
     * Refuses as {@link #admit} would, but counts nothing: for who can be refused better now than later.
     *
     * @throws RefusedException where there is no room, or the notifier drains
     */
    void requireRoom(Client client) {
        held(client, quota::requireRoom);
    }

    private void held(Client client, Consumer<Client> limits) {
        requireServing();
        try {
            limits.accept(client);
        } catch (RefusedException refused) {
            told.accept(client, refused);
            throw refused;
        }
    }

    void ended(Admission admission) {
        open.remove(admission);
        quota.giveBack(admission.client());
        tellIfEmptied();
    }

    int count() {
        return quota.count();
    }

    // ---- draining ----

    /** Admits nobody any more. */
    void close() {
        closed = true;
    }

    /** @throws RefusedException where the notifier drains */
    void requireServing() {
        if (closed) {
            throw shuttingDown();
        }
    }

    /**
     * Admits nobody any more, and lets each connection go at its own moment: one in each part of the time, at random within
     * it, in random order. So those who leave do not come back together, wherever they turn to.
     *
     * @param whenEmpty runs when the last has ended, perhaps more than once, on any thread
     * @return the moments that are still to come
     */
    List<Scheduler.Scheduled> drain(Duration within, Scheduler scheduler, Runnable whenEmpty) {
        close();
        emptied = whenEmpty;
        List<Admission> leaving = new ArrayList<>(open);
        Collections.shuffle(leaving, random);
        double part = (double) within.toNanos() / Math.max(1, leaving.size());
        List<Scheduler.Scheduled> moments = new ArrayList<>(leaving.size());
        for (Admission one : leaving) {
            long moment = (long) (part * (moments.size() + random.nextDouble()));
            moments.add(scheduler.schedule(one::letGo, Duration.ofNanos(moment)));
        }
        tellIfEmptied();
        return moments;
    }

    private void tellIfEmptied() {
        Runnable action = emptied;
        if (action != null && open.isEmpty()) {
            action.run();
        }
    }

    static RefusedException shuttingDown() {
        return new RefusedException(RefusedException.Code.UNAVAILABLE, "shutting down");
    }
}
