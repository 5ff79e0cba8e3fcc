package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Action;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.NotifierListener;
import dev.realtime.Publication;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import dev.realtime.session.ProtocolSession.Close;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A session of its own on a real notifier, with time that passes when a test says so.
 *
 * <p>What is sent to it and what it sends is written with {@code ^@} for NUL, {@code #n} for the n-th cursor of the log and
 * {@code SESSION} for the session's id. Topics whose first segment is {@code secret} are refused; what concerns
 * {@code slow} is decided when a test does.
 */
final class StompRig implements AutoCloseable {
    static final Instant TIME = Instant.parse("2026-11-20T09:15:03.120Z");

    final List<CompletableFuture<Boolean>> undecided = new ArrayList<>();
    final List<String> nacked = new ArrayList<>();
    final List<String> limitsReached = new ArrayList<>();
    final List<String> revoked = new ArrayList<>();
    final AtomicInteger wakes = new AtomicInteger();
    private final Semaphore unseenWakes = new Semaphore(0);
    final Notifier notifier;
    final StompSession session;

    private final String epoch;
    private volatile long now = Long.MAX_VALUE - 1_000; // soon wraps round, as System.nanoTime may
    private int pieceLength = Integer.MAX_VALUE;

    StompRig() {
        this(StompLimits.DEFAULT, "bob");
    }

    StompRig(StompLimits limits, @Nullable String principal) {
        this(
                limits,
                principal,
                InMemoryEventLog.builder()
                        .clock(InstantSource.fixed(TIME))
                        .retention("short/**", Retention.DEFAULT.withMaxEvents(1))
                        .build());
    }

    StompRig(StompLimits limits, @Nullable String principal, EventLog log) {
        notifier = Notifier.builder()
                .log(log)
                .executor(Runnable::run)
                .scheduler((task, delay) -> () -> {})
                .ticker(() -> now)
                .access(this::decide)
                .maxPayloadBytes(100_000)
                .listener(new NotifierListener() {
                    @Override
                    public void refused(@Nullable Client refused, String limit) {
                        limitsReached.add(limit);
                    }
                })
                .build();
        String head = notifier.head().token();
        epoch = head.substring(0, head.lastIndexOf('-'));
        Client client = new Client(principal, "192.0.2.7", Map.of(), "stomp");
        session = new StompSession(
                notifier,
                client,
                new StompMessages(),
                limits,
                (who, topic, id) -> nacked.add(topic + " " + shown(id.token())),
                this::wake);
    }

    private void wake() {
        wakes.incrementAndGet();
        unseenWakes.release();
    }

    private CompletionStage<Boolean> decide(Client client, Action action, TopicFilter topics) {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        if (topics.segments().get(0).equals("slow")) {
            undecided.add(decision);
        } else {
            String first = topics.segments().get(0);
            decision.complete(!first.equals("secret") && !revoked.contains(first));
        }
        return decision;
    }

    StompRig inPiecesOf(int length) {
        pieceLength = length;
        return this;
    }

    /** Connects with this version, and takes the answer away. */
    StompRig connected(String version) {
        send("CONNECT\naccept-version:" + version + "\n\n^@");
        assertThat(received()).startsWith("CONNECTED\n");
        return this;
    }

    void send(String text) {
        String raw = text.replace("^@", "\0").replace("#", epoch + "-");
        for (int i = 0; i < raw.length(); i += pieceLength) {
            int end = (int) Math.min(raw.length(), (long) i + pieceLength);
            session.receive(raw.substring(i, end), end == raw.length());
            if (raw.length() - i <= pieceLength) {
                break;
            }
        }
    }

    void publish(String topic, String json) {
        notifier.publish(new Publication(new Topic(topic), "said", Json.parse(json), null));
    }

    /** All that it has to send, as one. */
    String received() {
        return receivedUpTo("");
    }

    /** All that it has to send, as one, and what it is woken for until this is in it: a dispatcher takes its time. */
    String receivedUpTo(String part) {
        StringBuilder all = new StringBuilder();
        do {
            for (String message = session.next(); message != null; message = session.next()) {
                all.append(message);
            }
        } while (isWoken(!shown(all.toString()).contains(part)));
        return shown(all.toString());
    }

    /** The next message alone, of what there is. */
    @Nullable
    String message() {
        String message = session.next();
        while (message == null && isWoken(false)) {
            message = session.next();
        }
        return message == null ? null : shown(message);
    }

    private boolean isWoken(boolean await) {
        try {
            return await ? unseenWakes.tryAcquire(10, TimeUnit.SECONDS) : unseenWakes.tryAcquire();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String shown(String raw) {
        return raw.replace("\0", "^@")
                .replace(epoch + "-", "#")
                .replaceAll(
                        "content-length:[0-9]+\n\n\\{\"reason",
                        "content-length:N\n\n{\"reason") // epochs vary in length
                .replaceAll("session:[0-9a-f-]{36}\n", "session:SESSION\n");
    }

    long now() {
        return now;
    }

    void advance(Duration time) {
        now += time.toNanos();
    }

    int closeCode() {
        Close close = session.close();
        return close == null ? 0 : close.code();
    }

    @Override
    public void close() {
        session.ended(CloseReason.CLIENT_GONE);
        notifier.close();
    }
}
