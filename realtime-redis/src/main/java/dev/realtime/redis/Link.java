package dev.realtime.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.realtime.event.Topic;
import dev.realtime.log.Draft;
import dev.realtime.log.LostTopics;
import dev.realtime.log.Retention;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is asked of Redis over one connection: the one place that knows its commands.
 *
 * <p>What is sent by one thread is done in that order. Safe for use by several threads.
 */
final class Link implements AutoCloseable {
    /** How long Redis remembers what a node that is gone had appended. */
    private static final Duration NODE_AGE = Duration.ofHours(1);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    private static final int SWEPT_AT_ONCE = 512;

    /** A read of the feed may bring all of it: that is bounded by {@link Settings#maxFeedBytes}. */
    private static final int READ_AT_ONCE = 4_096;

    private static final SecureRandom EPOCHS = new SecureRandom();

    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisAsyncCommands<String, byte[]> commands;
    private final Settings settings;
    private final String node;
    private final String[] log;
    private final AtomicBoolean closed = new AtomicBoolean();

    Link(StatefulRedisConnection<String, byte[]> connection, Settings settings, String node) {
        this.connection = connection;
        this.commands = connection.async();
        this.settings = settings;
        this.node = node;
        this.log = new String[] {settings.keys().log()};
    }

    /** Runs {@code lost} when the connection is, on a thread of Lettuce's; at once where it is already. */
    void onLost(Runnable lost) {
        connection.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(io.lettuce.core.RedisChannelHandler<?, ?> handler) {
                lost.run();
            }
        });
        if (!connection.isOpen()) {
            lost.run();
        }
    }

    /** Lets go of what is past its age, and says how the log is; see tend.lua. */
    CompletionStage<State> tend(State seen) {
        List<byte[]> args = new ArrayList<>(List.of(
                bytes(newEpoch()),
                bytes(node),
                bytes(NODE_AGE.toMillis()),
                bytes(SWEEP_EVERY.toMillis()),
                bytes(settings.topicIdle().toMillis()),
                bytes(settings.keyAge().toMillis()),
                bytes(SWEPT_AT_ONCE),
                bytes(seen.epoch()),
                bytes(seen.head())));
        seen.kept().forEach(kept -> args.add(bytes(kept)));
        return commands.<List<Object>>eval(Script.TEND.text(), ScriptOutputType.MULTI, log, args.toArray(byte[][]::new))
                .thenApply(State::of);
    }

    /** Tells of a loss that is found in this state, of what came after {@code kept}; see lose.lua. */
    CompletionStage<State> lose(State found, long kept, LostTopics lost) {
        List<byte[]> args = new ArrayList<>(
                List.of(bytes(newEpoch()), bytes(found.epoch()), bytes(found.generation()), bytes(kept)));
        lost.named().forEach(topic -> args.add(topic.name().getBytes(UTF_8)));
        return commands.<List<Object>>eval(Script.LOSE.text(), ScriptOutputType.MULTI, log, args.toArray(byte[][]::new))
                .thenApply(State::of);
    }

    /** Which of its keys Redis lets go of where its memory is full, by its own name for that. */
    CompletionStage<String> evictionPolicy() {
        return commands.info("memory")
                .thenApply(info -> info.lines()
                        .filter(line -> line.startsWith("maxmemory_policy:"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1))
                        .orElse(""));
    }

    // ---- appending ----

    /** Without it appends fail with NOSCRIPT. */
    CompletionStage<String> loadScript() {
        return commands.scriptLoad(Script.APPEND.text());
    }

    /** See append.lua; sent with the next {@link #flush}. */
    CompletionStage<List<Object>> append(Draft draft, long number, long before) {
        Topic topic = draft.topic();
        Retention retention = settings.retention(topic);
        byte[] data = new byte[draft.data().length()];
        draft.data().copyTo(data, 0);
        return commands.evalsha(
                Script.APPEND.digest(),
                ScriptOutputType.MULTI,
                log,
                bytes(newEpoch()),
                bytes(node),
                bytes(number),
                bytes(before),
                topic.name().getBytes(UTF_8),
                bytes(draft.type()),
                data,
                bytes(draft.key() == null ? "" : draft.key()),
                bytes(retention.maxEvents()),
                bytes(retention.maxBytes()),
                bytes(retention.maxAge().toMillis()),
                bytes(retention.latestOnly() ? 1 : 0),
                bytes(settings.maxTotalBytes()),
                bytes(settings.maxFeedBytes()),
                bytes(settings.keyAge().toMillis()),
                bytes(settings.keysPerTopic()),
                bytes(settings.keysInAll()));
    }

    /** From now on commands are sent with the next {@link #flush}. */
    void sendTogether() {
        connection.setAutoFlushCommands(false);
    }

    void flush() {
        connection.flushCommands();
    }

    /** In case the log is new: drawn for each call, since only Redis knows. */
    private static long newEpoch() {
        long epoch = EPOCHS.nextLong();
        return epoch == 0 ? 1 : epoch;
    }

    // ---- following and loading ----

    /** The next entries of the feed, as soon as there are any; none where there are none for so long. */
    @SuppressWarnings("unchecked") // an array of a generic type for Lettuce's variable arguments
    CompletionStage<List<StreamMessage<String, byte[]>>> follow(long after, Duration patience) {
        return commands.xread(
                XReadArgs.Builder.block(patience).count(READ_AT_ONCE),
                XReadArgs.StreamOffset.from(settings.keys().feed(), after + "-0"));
    }

    CompletionStage<List<byte[]>> topics() {
        return commands.zrange(settings.keys().sizes(), 0, -1);
    }

    /** The entries of a topic after one sequence and up to another, at most {@code limit} of them. */
    CompletionStage<List<StreamMessage<String, byte[]>>> range(Topic topic, long after, long upTo, int limit) {
        return commands.xrange(
                settings.keys().topic(topic.name()), Range.create((after + 1) + "-0", upTo + "-0"), Limit.from(limit));
    }

    /** For each topic the highest sequence that retention has let go of. */
    CompletionStage<Map<String, byte[]>> lost() {
        return commands.hgetall(settings.keys().lost());
    }

    /** For each topic the last loss that was told of it. */
    CompletionStage<Map<String, byte[]>> rewound() {
        return commands.hgetall(settings.keys().rewound());
    }

    /** The last loss that was told of all topics; 0 for none. */
    CompletionStage<Long> allRewound() {
        return field("rewound");
    }

    /** The highest sequence lost of topics that are forgotten. */
    CompletionStage<Long> forgotten() {
        return field("forgotten");
    }

    private CompletionStage<Long> field(String name) {
        return commands.hget(settings.keys().log(), name)
                .thenApply(value -> value == null ? 0 : Long.parseLong(State.text(value)));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is closed as soon as may be
    public void close() {
        if (!closed.getAndSet(true)) { // Lettuce warns of a second time
            connection.closeAsync();
        }
    }

    private static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(US_ASCII);
    }
}
