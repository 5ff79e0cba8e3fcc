package dev.realtime;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Batch;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Position;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The open subscriptions of a notifier, counted and told of. Safe for use by several threads. */
final class Subscriptions {
    private final InMemoryEventLog log;
    private final Dispatchers dispatchers;
    private final Rights rights;
    private final Replays replays;
    private final Telling telling;
    private final int most;
    private final int mostTopics;

    private final AtomicInteger count = new AtomicInteger();
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();

    /**
     * None yet.
     *
     * @param most how many there may be
     * @param mostTopics how many filters each may have
     */
    Subscriptions(
            InMemoryEventLog log,
            Dispatchers dispatchers,
            Rights rights,
            Replays replays,
            Telling telling,
            int most,
            int mostTopics) {
        this.log = log;
        this.dispatchers = dispatchers;
        this.rights = rights;
        this.replays = replays;
        this.telling = telling;
        this.most = most;
        this.mostTopics = mostTopics;
    }

    /** @throws RefusedException where there are too many of them or of replays, or it has too many topics */
    Subscription open(@Nullable Client client, SubscriptionRequest request) {
        requireCount(client, request.topics());
        if (count.getAndUpdate(n -> Math.min(n + 1, most)) >= most) {
            throw telling.overLimit(
                    client,
                    RefusedException.Code.TOO_MANY,
                    "maxSubscriptions",
                    "there are " + most + " subscriptions, the most allowed");
        }
        try {
            Position place = log.locate(request.topics(), request.from());
            Replays.UnderWay replay = replays.begin(client, request.from(), log.behind(place.cursor()), log.head());
            Subscription subscription =
                    new Subscription(this, log, dispatchers.next(), client, request.topics(), place);
            subscription.replays(replay);
            telling.subscribed(subscription); // before anyone else can end it
            open.add(subscription);
            return subscription;
        } catch (RuntimeException | Error e) {
            count.decrementAndGet();
            throw e;
        }
    }

    /** @throws RefusedException where there are too many topic filters for one subscription */
    void requireCount(@Nullable Client client, List<TopicFilter> topics) {
        if (topics.size() > mostTopics) {
            throw telling.overLimit(
                    client,
                    RefusedException.Code.BAD_REQUEST,
                    "maxTopics",
                    "a subscription must have at most " + mostTopics + " topic filters: " + topics.size());
        }
    }

    Replays replays() {
        return replays;
    }

    void delivered(Subscription subscription, Batch batch) {
        telling.delivered(subscription, batch);
    }

    /** How often rights have changed. */
    int changesOfRights() {
        return rights.changes();
    }

    /** Topics have joined it that may have been allowed before rights changed, where they had changed this often. */
    void joined(Subscription subscription, int changesThen) {
        rights.askAgainIfChanged(subscription, changesThen);
    }

    void ended(Subscription subscription, CloseReason reason) {
        open.remove(subscription);
        count.decrementAndGet();
        telling.closed(subscription, reason);
    }

    Set<Subscription> all() {
        return open;
    }

    int count() {
        return count.get();
    }
}
