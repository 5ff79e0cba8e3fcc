package dev.realtime;

import dev.realtime.event.Cursor;
import dev.realtime.log.From;
import dev.realtime.log.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The replays under way: clients' subscriptions that began behind the head, until they have come to where it was then. Each
 * reads the log as fast as its client takes it; so many at once would leave little of the machine to the others. Safe for
 * use by several threads.
 *
 * <p>One whose client does not read costs nothing, and ends after {@link #MAX_AGE} wherever it is.
 */
final class Replays {
    /** What is no further behind is read at once. */
    static final int ONE_BATCH = 256;

    static final Duration MAX_AGE = Duration.ofSeconds(30);

    private final int most;
    private final Ticker ticker;
    private final Telling telling;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<UnderWay> all = ConcurrentHashMap.newKeySet();

    Replays(int most, Ticker ticker, Telling telling) {
        this.most = most;
        this.ticker = ticker;
        this.telling = telling;
    }

    /** A replay. */
    final class UnderWay {
        private final long until;
        private final BooleanSupplier over;
        private final long begun = ticker.nanos();

        private UnderWay(long until, BooleanSupplier over) {
            this.until = until;
            this.over = over;
        }

        /** Ends it if its reader has come to where the head was. */
        boolean reached(Cursor place) {
            boolean over = place.sequence() >= until;
            if (over) {
                end();
            }
            return over;
        }

        /** Whether it counts still. */
        boolean isCounted() {
            return all.contains(this);
        }

        void end() {
            if (all.remove(this)) {
                count.decrementAndGet();
            }
        }
    }

    /**
     * Begins one, if it is one.
     *
     * @param client who reads, null for code in this JVM, which is not counted
     * @param from what was asked for
     * @param behind how many events come after where that is; fewer of its own, for those of other topics lie between
     * @return null where there is no more to read than one batch
     * @throws RefusedException where there are too many
     */
    @Nullable
    UnderWay begin(@Nullable Client client, From from, long behind, Cursor head) {
        long events = from instanceof From.Last last ? Math.min(last.count(), behind) : behind;
        return begin(client, events, head, () -> false);
    }

    /**
     * As {@link #begin}, of so many events.
     *
     * @param over whether nobody reads it any more
     */
    @Nullable
    UnderWay begin(@Nullable Client client, long events, Cursor head, BooleanSupplier over) {
        if (client == null || events <= ONE_BATCH) {
            return null;
        }
        if (count.getAndUpdate(n -> Math.min(n + 1, most)) >= most) {
            throw telling.overLimit(
                    client,
                    RefusedException.Code.TOO_MANY,
                    "maxReplays",
                    "there are " + most + " replays under way, the most allowed");
        }
        UnderWay replay = new UnderWay(head.sequence(), over);
        all.add(replay);
        return replay;
    }

    /** Lets go of those that are past their time, or over. */
    void sweep() {
        long now = ticker.nanos();
        for (UnderWay one : all) {
            if (now - one.begun >= MAX_AGE.toNanos() || one.over.getAsBoolean()) {
                one.end();
            }
        }
    }

    int count() {
        return count.get();
    }
}
