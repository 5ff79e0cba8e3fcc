package dev.realtime.session;

import dev.realtime.Action;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.RefusedException;
import dev.realtime.Replay;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.From;
import dev.realtime.log.Position;
import dev.realtime.wire.BatchJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sub-protocol {@code realtime.v1}: batches as in polling, and answers to the client's operations.
 *
 * <p>A session has one place in the log and one {@link Subscription} at that place, while anything is subscribed. Operations
 * are taken in order; one whose outcome is not known yet holds back those after it. What is sent next is, in this order: an
 * answer, what a replay still has, the next batch. For one thread at a time.
 */
public final class RealtimeSession implements ProtocolSession {
    /** How long a connection may be silent before an empty batch. */
    static final Duration HEARTBEAT = Duration.ofSeconds(25);

    /** How many operations may wait for their turn, and how many answers for the client to take them. */
    static final int MAX_WAITING = 64;

    /** How many replays may be under way. */
    static final int MAX_REPLAYS = 16;

    /**
     * What the payloads of one message of several events may add up to: so that progress is seen between messages, and a client that
     * does not read holds little.
     */
    private static final long MAX_MESSAGE_BYTES = 8 << 10;

    /**
     * The same of a replay that is counted, so that there are not many. With 190 bytes around each of 256 events a message stays below
     * 64 KiB, which some clients take no more than by default.
     */
    private static final long REPLAY_MESSAGE_BYTES = 16 << 10;

    private static final int POLICY = 1008;

    private final Notifier notifier;
    private final Client client;
    private final BatchJson json;
    private final int limit;
    private final Runnable wake;

    private @Nullable StringBuilder incoming; // a message of which more is to come
    private final Answers answers = new Answers();
    private @Nullable Deque<String> operations; // these two are made for the first: most connections only listen
    private @Nullable Deque<Replay> replays;
    private final UnderWay underWay;
    private @Nullable Subscription subscription;
    private @Nullable Close close;
    private boolean beginning;
    private boolean greeted;
    private boolean delivered; // since it was armed
    private volatile long sentAt;

    /**
     * A session that begins with nothing subscribed.
     *
     * @param limit the most events of one message
     */
    public RealtimeSession(Notifier notifier, Client client, BatchJson json, int limit, Runnable wake) {
        this.notifier = notifier;
        this.client = client;
        this.json = json;
        this.limit = limit;
        this.wake = wake;
        this.underWay = new UnderWay(wake);
        this.sentAt = notifier.ticker().nanos();
    }

    /** Subscribes as the connection's address asks; to be called at most once, before anything else. */
    public void begin(SubscriptionRequest request) {
        beginning = true;
        await(null, notifier.subscribeWithin(client, request), admitted -> {
            subscription = admitted;
            beginning = false;
        });
    }

    /** Refuses what the connection's address asks: tells why, then closes. */
    public void refuse(RefusedException refused) {
        answers.error(null, refused);
        close = new Close(POLICY, refused.code().word(), CloseReason.CLIENT_CLOSED);
    }

    // ---- what the client asks ----

    @Override
    public void receive(String part, boolean last) {
        StringBuilder before = incoming;
        if (last) {
            incoming = null;
            take(before == null ? part : before.append(part).toString());
        } else {
            incoming = before == null ? new StringBuilder(part) : before.append(part);
        }
    }

    @Override
    public void receiveBinary() {
        if (admits()) {
            answers.error(null, RefusedException.Code.BAD_REQUEST, "a message must be text");
        }
    }

    /** Whether there is room for another message, and its answer; closes where there is none. */
    private boolean admits() {
        if ((operations != null && operations.size() >= MAX_WAITING) || answers.size() >= MAX_WAITING) {
            RefusedException.Code tooMany = RefusedException.Code.TOO_MANY;
            String rule = "at most " + MAX_WAITING + " operations and answers may wait";
            notifier.overLimit(client, tooMany, "maxWaiting", rule);
            close = new Close(POLICY, tooMany.word(), CloseReason.CLIENT_CLOSED);
        }
        return close == null;
    }

    private void take(String message) {
        if (admits()) {
            operations = added(operations, message);
            work();
        }
    }

    private void work() {
        underWay.settle();
        while (operations != null && !operations.isEmpty() && !underWay.isBusy() && close == null) {
            perform(operations.remove());
        }
    }

    private void perform(String text) {
        String ref = null;
        try {
            ClientMessage message = ClientMessage.parse(text);
            ref = message.ref();
            switch (String.valueOf(message.text("op"))) {
                case "subscribe" -> subscribe(ref, message);
                case "unsubscribe" -> unsubscribe(ref, message);
                case "publish" -> publish(ref, message);
                case "ping" -> answers.ok(ref);
                default ->
                    throw new IllegalArgumentException("'op' must be one of subscribe, unsubscribe, publish, ping");
            }
        } catch (IllegalArgumentException e) {
            RefusedException refused = RefusedException.badRequest("", e);
            notifier.tellOfLimit(client, refused);
            answers.error(ref, refused);
        } catch (RefusedException e) {
            answers.error(ref, e);
        }
    }

    private void subscribe(@Nullable String ref, ClientMessage message) {
        List<TopicFilter> topics =
                message.texts("topics").stream().map(TopicFilter::of).toList();
        String cursor = message.text("cursor");
        int replay = message.number("replay");
        Subscription present = subscription;
        if (present == null) {
            SubscriptionRequest request =
                    new SubscriptionRequest(topics, cursor == null ? From.last(replay) : From.parse(cursor));
            await(ref, notifier.subscribeWithin(client, request), admitted -> {
                subscription = admitted;
                answers.ok(ref, admitted.cursor());
            });
        } else if (cursor != null) {
            throw new IllegalArgumentException("'cursor' can be given only while nothing is subscribed");
        } else if (replay > 0 && replays != null && replays.size() >= MAX_REPLAYS) {
            throw notifier.overLimit(
                    client,
                    RefusedException.Code.TOO_MANY,
                    "maxReplaysPerConnection",
                    "at most " + MAX_REPLAYS + " replays may be under way: wait for one to end");
        } else {
            await(ref, notifier.requireAllowed(client, Action.SUBSCRIBE, topics), allowed -> {
                Replay last = replay > 0 ? present.replay(topics, replay) : null; // first, since it may be refused
                present.add(topics);
                answers.ok(ref, present.cursor());
                if (last != null) {
                    replays = added(replays, last);
                }
            });
        }
    }

    private void unsubscribe(@Nullable String ref, ClientMessage message) {
        List<TopicFilter> topics =
                message.texts("topics").stream().map(TopicFilter::of).toList();
        Subscription present = subscription;
        if (present != null) {
            present.remove(topics);
            if (present.topics().isEmpty()) {
                present.close();
                subscription = null;
                replays = null;
            }
        }
        answers.ok(ref);
    }

    private void publish(@Nullable String ref, ClientMessage message) {
        String topic = message.text("topic");
        String type = message.text("type");
        if (topic == null) {
            throw new IllegalArgumentException("'topic' is required");
        }
        Publication publication = new Publication(
                new Topic(topic),
                type == null ? Event.DEFAULT_TYPE : Event.requireType(type),
                message.json("data"),
                message.text("key"));
        await(
                ref,
                notifier.publishWithin(client, publication),
                published -> answers.ok(ref, published.event().id()));
    }

    /** Goes on with what the stage brings, in a turn of this session. */
    private <T extends @Nullable Object> void await(@Nullable String ref, CompletionStage<T> stage, Consumer<T> next) {
        underWay.await(stage, next, refused -> fail(ref, refused));
    }

    private void fail(@Nullable String ref, RefusedException refused) {
        if (!beginning) {
            answers.error(ref, refused);
        } else {
            refuse(refused);
        }
    }

    // ---- what is sent ----

    @Override
    public @Nullable String next() {
        work();
        String message = compose();
        if (message != null) {
            sentAt = notifier.ticker().nanos();
        }
        return message;
    }

    private @Nullable String compose() {
        Subscription present = subscription;
        if (close == null && present != null && present.closed() == CloseReason.REFUSED) {
            RefusedException.Code forbidden = RefusedException.Code.FORBIDDEN;
            answers.error(null, forbidden, "access has been withdrawn");
            close = new Close(POLICY, forbidden.word(), CloseReason.REFUSED);
        } else if (present != null && present.closed() != null) {
            letGo();
        }
        if (beginning && close == null) {
            return null;
        }
        if (!greeted && close == null) { // the starting place comes first
            greeted = true;
            if (present == null || !answers.isEmpty()) {
                return json.text(nothing(present == null ? notifier.head() : present.cursor()));
            }
            return json.text(nextOf(present));
        }
        String answer = answers.poll();
        if (answer != null || close != null) {
            return answer;
        }
        while (replays != null && !replays.isEmpty()) {
            Replay replay = replays.element();
            List<Event> events = replay.next(limit, maxBytes(replay.isCounted()));
            if (!events.isEmpty()) {
                return new String(json.encode(events), StandardCharsets.UTF_8);
            }
            replays.remove();
        }
        if (present != null && delivered && !present.isReplaying()) {
            // It looks for more by itself, which costs less than a read that brings nothing.
            delivered = false;
            present.onAvailable(wake);
            return null;
        }
        Batch batch = present == null ? nothing(notifier.head()) : nextOf(present);
        if (!batch.isEmpty() || isDue(notifier.ticker().nanos())) {
            return json.text(batch);
        }
        if (present != null) {
            delivered = false;
            present.onAvailable(wake);
        }
        return null;
    }

    @Override
    public boolean isReplaying() {
        work(); // which may bring the subscription
        Subscription present = subscription;
        Replay joining = replays == null ? null : replays.peek();
        if (close != null || !answers.isEmpty() || (present != null && present.closed() != null)) {
            return false;
        }
        return (present != null && present.isReplaying()) || (joining != null && joining.isCounted());
    }

    private static <T> Deque<T> added(@Nullable Deque<T> present, T one) {
        Deque<T> all = present == null ? new ArrayDeque<>(1) : present;
        all.add(one);
        return all;
    }

    private Batch nextOf(Subscription present) {
        delivered = true;
        return present.next(limit, maxBytes(present.isReplaying()));
    }

    private static long maxBytes(boolean replay) {
        return replay ? REPLAY_MESSAGE_BYTES : MAX_MESSAGE_BYTES;
    }

    private static Batch nothing(Cursor place) {
        return new Batch(List.of(), null, new Position(place, 0));
    }

    @Override
    public boolean isDue(long now) {
        return now - sentAt >= HEARTBEAT.toNanos();
    }

    // ---- the end ----

    @Override
    public void letGo() {
        if (close == null) {
            close = new Close(1001, "shutting down", CloseReason.DRAINING);
        }
    }

    @Override
    public @Nullable Close close() {
        return close;
    }

    @Override
    public void ended(CloseReason reason) {
        if (subscription != null) {
            subscription.close(reason);
        }
        underWay.abandon();
    }
}
