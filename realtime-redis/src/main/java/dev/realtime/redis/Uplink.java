package dev.realtime.redis;

import dev.realtime.event.Cursor;
import dev.realtime.log.Draft;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection that this node appends by and asks after the log: made anew whenever it is lost or has fallen silent.
 *
 * <p>Once a second it asks how the log is, which tells all three of the server, the connection and the feed: a feed that has not
 * moved since the last time, though the log had been further then, has died without a word. Everything is done on the loop.
 */
final class Uplink {
    static final Duration PULSE = Duration.ofSeconds(1);

    /** A connection on which nothing comes for so long is lost. */
    static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Duration MIN_PAUSE = Duration.ofMillis(20);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    private final Loop loop;
    private final Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> connector;
    private final Settings settings;
    private final String node;
    private final Appends appends;
    private final Arrivals arrivals;
    private final Feed feed;
    private final Health health;

    // Only on the loop.
    private @Nullable Link link;
    private Duration pause = MIN_PAUSE;
    private boolean asking;
    private boolean askAgain;
    private long askedAt;
    private State known = State.NONE;
    private Cursor seen = Cursor.FOREIGN;
    private boolean closed;

    Uplink(
            Loop loop,
            Redis redis,
            Settings settings,
            String node,
            Appends appends,
            Arrivals arrivals,
            Feed feed,
            Health health) {
        this.loop = loop;
        this.connector = redis::connect;
        this.settings = settings;
        this.node = node;
        this.appends = appends;
        this.arrivals = arrivals;
        this.feed = feed;
        this.health = health;
    }

    /** Begins, on the loop. */
    void start() {
        loop.every(PULSE, this::pulse);
        connect();
    }

    private void connect() {
        if (closed) {
            return;
        }
        connector
                .get()
                .whenComplete((connection, failure) -> loop.soon(() -> {
                    if (connection != null) {
                        begin(new Link(connection, settings, node));
                    } else {
                        later(Refusal.of(failure).text());
                    }
                }));
    }

    private void begin(Link begun) {
        if (closed) {
            begun.close();
            return;
        }
        link = begun;
        askedAt = System.nanoTime();
        begun.onLost(() -> loop.soon(() -> lost(begun, "the connection is lost")));
        // First of all: a log that has lost its newest events begins another generation before this node appends to it.
        ask(begun)
                .thenCombine(begun.loadScript(), (state, digest) -> state)
                .whenComplete((state, failure) -> loop.soon(() -> {
                    if (link != begun) {
                        return;
                    }
                    if (failure != null) {
                        lost(begun, Refusal.of(failure).text());
                        return;
                    }
                    pause = MIN_PAUSE;
                    begun.sendTogether();
                    health.reachable();
                    appends.begin(new By(begun));
                }));
    }

    private void lost(Link which, String why) {
        if (link != which) {
            return;
        }
        link = null;
        asking = false;
        which.close();
        later(why);
    }

    private void later(String why) {
        appends.end(why);
        health.appendsLost(why);
        if (!closed) {
            loop.later(this::connect, pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(MAX_PAUSE) < 0 ? longer : MAX_PAUSE;
        }
    }

    // ---- how the log is ----

    private void pulse() {
        Link by = link;
        if (by == null) {
            return;
        }
        if (asking && System.nanoTime() - askedAt > SILENCE.toNanos()) {
            lost(by, "Redis has not answered within " + SILENCE);
        } else if (!asking) {
            ask(by);
            by.flush();
        }
    }

    /** Asks at once, for who waits for a place. */
    void ask() {
        Link by = link;
        if (asking) {
            askAgain = true;
        } else if (by != null) {
            ask(by);
            by.flush();
        }
    }

    private CompletionStage<State> ask(Link by) {
        asking = true;
        askedAt = System.nanoTime();
        long turn = arrivals.turn();
        CompletionStage<State> answer = by.tend(feed.seen());
        answer.whenComplete((state, failure) -> loop.soon(() -> {
            if (link != by) {
                return;
            }
            asking = false;
            if (state == null) {
                lost(by, Refusal.of(failure).text());
                return;
            }
            if (feed.seen().isOf(state)) { // else the copy would take a place that is lost for one it never had
                arrivals.settle(state, turn);
            }
            compare(state);
            if (askAgain) {
                askAgain = false;
                ask();
            }
        }));
        return answer;
    }

    private void compare(State state) {
        boolean following =
                feed.isFollowing(); // first: a feed that follows has loaded, and what it has seen is no older
        State copy = feed.seen();
        Cursor place = new Cursor(copy.epoch(), copy.generation(), copy.head());
        boolean other = state.epoch() != copy.epoch() || state.generation() > copy.generation();
        boolean still = place.equals(seen) && known.head() > copy.head();
        if (following && (other || still)) {
            feed.renew(other ? "the log is another or has lost events" : "the feed stands still");
        }
        known = state;
        seen = place;
        health.behind(state.epoch() == copy.epoch() ? Math.max(0, state.head() - copy.head()) : state.head());
    }

    void close() {
        closed = true;
        Link last = link;
        link = null;
        appends.close();
        if (last != null) {
            last.close();
        }
    }

    private final class By implements Appends.Wire {
        private final Link by;

        By(Link by) {
            this.by = by;
        }

        @Override
        public CompletionStage<List<Object>> send(Draft draft, long number, long before) {
            return by.append(draft, number, before);
        }

        @Override
        public void flush() {
            by.flush();
        }

        @Override
        public void loadScript() {
            by.loadScript();
            by.flush();
        }

        @Override
        public void giveUp(String why) {
            lost(by, why);
        }
    }
}
