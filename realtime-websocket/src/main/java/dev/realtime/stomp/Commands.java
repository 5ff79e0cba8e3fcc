package dev.realtime.stomp;

import dev.realtime.Action;
import dev.realtime.Client;
import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.RefusedException;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.LogUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What each frame of a connected client does (1.2, "Client Frames"). For one thread at a time. */
final class Commands {
    private static final Effect NOTHING = Map::of;

    private final Notifier notifier;
    private final Client client;
    private final StompLimits limits;
    private final StompVersion version;
    private final StompMessages messages;
    private final StompSubscriptions subscriptions;
    private final Transactions transactions;
    private final Destinations destinations;
    private final Acks acks;
    private long subscribed;

    /** The part of a frame's handling that is left when access and log have answered; on the session's thread. */
    @FunctionalInterface
    interface Effect {
        /** Does it, and returns what the RECEIPT says beside its {@code receipt-id}. */
        Map<String, String> run();
    }

    Commands(
            Notifier notifier,
            Client client,
            StompLimits limits,
            NackListener nacks,
            StompVersion version,
            StompMessages messages,
            StompSubscriptions subscriptions) {
        this.notifier = notifier;
        this.client = client;
        this.limits = limits;
        this.version = version;
        this.messages = messages;
        this.subscriptions = subscriptions;
        this.transactions = new Transactions(limits.transaction());
        this.destinations = new Destinations(client.principal());
        this.acks = new Acks(subscriptions, client, nacks);
    }

    /**
     * Begins to do what a frame says. The stage may complete on any thread.
     *
     * @throws dev.realtime.RefusedException naming the rule that the frame breaks
     */
    CompletionStage<Effect> handle(StompFrame frame) {
        // "Only the SEND, MESSAGE, and ERROR frames MAY have a body"; 1.0 ignores it.
        if (!frame.body().isEmpty() && !frame.command().equals("SEND") && version != StompVersion.V1_0) {
            throw Refusals.badRequest("only a SEND frame may have a body: " + Refusals.quote(frame.command()));
        }
        return switch (frame.command()) {
            case "SEND" -> send(frame);
            case "SUBSCRIBE" -> subscribe(frame);
            case "UNSUBSCRIBE" -> unsubscribe(frame);
            case "ACK", "NACK" -> acknowledge(frame);
            case "BEGIN" -> {
                transactions.begin(frame.require("transaction"));
                yield CompletableFuture.completedStage(NOTHING);
            }
            case "COMMIT" -> commit(frame);
            case "ABORT" -> {
                transactions.end(frame.require("transaction"));
                yield CompletableFuture.completedStage(NOTHING);
            }
            default -> throw unknown(frame);
        };
    }

    /** What was not committed never happens. */
    void end() {
        transactions.abortAll();
    }

    private CompletionStage<Effect> send(StompFrame frame) {
        Publication publication = Sends.publication(frame, destinations);
        Transactions.Transaction transaction = transactions.join(frame);
        if (transaction != null) {
            transaction.publications.add(publication);
            return CompletableFuture.completedStage(NOTHING);
        }
        return notifier.publishWithin(client, publication)
                .thenApply(appended -> receiptWith(appended.event().id()));
    }

    private CompletionStage<Effect> subscribe(StompFrame frame) {
        String destination = frame.require("destination");
        String given = version == StompVersion.V1_0 ? frame.header("id") : frame.require("id");
        String id = given == null ? destination : given;
        AckMode mode = AckMode.of(frame.header("ack"));
        SubscriptionRequest request =
                new SubscriptionRequest(List.of(destinations.filter(destination)), StartHeaders.from(frame));
        if (subscriptions.find(id) != null) { // "different subscriptions MUST use different subscription identifiers"
            throw Refusals.badRequest("a subscription must not be begun twice: " + Refusals.quote(id));
        }
        if (subscriptions.size() >= limits.maxSubscriptions()) {
            throw Refusals.tooMany(
                    "maxSubscriptionsPerConnection", "the subscriptions of a session", limits.maxSubscriptions());
        }
        StompSubscription.Key key = new StompSubscription.Key(id, given != null, ++subscribed);
        AckWindow window = new AckWindow(mode, limits.window());
        return notifier.subscribeWithin(client, request).thenApply(reader -> () -> {
            Cursor begin = reader.cursor();
            subscriptions.add(new StompSubscription(key, destination, version, messages, reader, window));
            return Map.of("cursor", begin.token());
        });
    }

    private CompletionStage<Effect> unsubscribe(StompFrame frame) {
        String id = frame.header("id");
        if (id == null) { // "requires either a destination header or an id header" (1.0, "UNSUBSCRIBE")
            id = frame.require(version == StompVersion.V1_0 ? "destination" : "id");
        }
        StompSubscription one = subscriptions.find(id);
        if (one == null) { // "MUST match the subscription identifier of an existing subscription"
            throw Refusals.badRequest("header 'id' must be that of a subscription: " + Refusals.quote(id));
        }
        subscriptions.remove(one);
        return CompletableFuture.completedStage(NOTHING);
    }

    private CompletionStage<Effect> acknowledge(StompFrame frame) {
        if (version == StompVersion.V1_0 && frame.command().equals("NACK")) { // came with 1.1
            throw unknown(frame);
        }
        Acks.Ack ack = acks.resolve(frame, version, subscribed);
        Transactions.Transaction transaction = transactions.join(frame);
        if (transaction == null && ack != null) {
            acks.apply(ack);
        } else if (transaction != null && ack != null) {
            transaction.acks.add(ack);
        }
        return CompletableFuture.completedStage(NOTHING);
    }

    /** Asks for all that is published in it before the first, then publishes in order, each after the one before. */
    private CompletionStage<Effect> commit(StompFrame frame) {
        Transactions.Transaction transaction = transactions.end(frame.require("transaction"));
        List<Publication> publications = transaction.publications;
        List<TopicFilter> topics = publications.stream()
                .map(publication -> TopicFilter.of(publication.topic()))
                .distinct()
                .toList();
        CompletionStage<Effect> published =
                notifier.requireAllowed(client, Action.PUBLISH, topics).thenApply(allowed -> NOTHING);
        for (Publication publication : publications) {
            published = published
                    .thenCompose(before -> notifier.publishAsync(publication))
                    .thenApply(appended -> receiptWith(appended.event().id()));
        }
        return published.exceptionally(Commands::notCommitted).thenApply(receipt -> () -> {
            transaction.acks.forEach(acks::apply);
            return receipt.run();
        });
    }

    /** Of several events, those before the one that failed are in the log. */
    private static Effect notCommitted(Throwable failure) {
        if (failure.getCause() instanceof LogUnavailableException) {
            throw new RefusedException(
                    RefusedException.Code.UNAVAILABLE,
                    "the log cannot be reached: events of the transaction may have been stored, so send them again only with"
                            + " the idempotency keys they had");
        }
        throw failure instanceof CompletionException known ? known : new CompletionException(failure);
    }

    private static Effect receiptWith(Cursor cursor) {
        return () -> Map.of("cursor", cursor.token());
    }

    private static RuntimeException unknown(StompFrame frame) {
        return Refusals.badRequest(
                "a client's frame must be SEND, SUBSCRIBE, UNSUBSCRIBE, ACK, NACK (since 1.1), BEGIN,"
                        + " COMMIT, ABORT or DISCONNECT: " + Refusals.quote(frame.command()));
    }
}
