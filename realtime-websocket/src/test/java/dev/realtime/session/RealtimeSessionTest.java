package dev.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.NotifierListener;
import dev.realtime.Publication;
import dev.realtime.RefusedException;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Json;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import dev.realtime.session.ProtocolSession.Close;
import dev.realtime.wire.BatchJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The protocol as text in and text out. In expected text, {@code @n} stands for the cursor with sequence n. */
class RealtimeSessionTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger wakes = new AtomicInteger();
    private final List<CompletableFuture<Boolean>> decisions = new ArrayList<>();
    private final List<String> revoked = new ArrayList<>();
    private final List<String> limitsReached = new ArrayList<>();
    private final InMemoryEventLog log = InMemoryEventLog.builder()
            .clock(InstantSource.fixed(Instant.parse("2026-11-20T09:15:03.120Z")))
            .retention(Retention.DEFAULT.withMaxEvents(5))
            .build();
    private final Notifier notifier = Notifier.builder()
            .log(log)
            .access((client, action, topics) -> {
                if (revoked.contains(topics.pattern())) {
                    return CompletableFuture.completedStage(false);
                }
                if (topics.pattern().startsWith("slow")) {
                    decisions.add(new CompletableFuture<>());
                    return decisions.get(decisions.size() - 1);
                }
                return Access.rules()
                        .allowSubscribe("a/**", "b/**")
                        .allowPublish("a/**")
                        .decide(client, action, topics);
            })
            .listener(new NotifierListener() {
                @Override
                public void refused(Client client, String limit) {
                    limitsReached.add(limit);
                }
            })
            .executor(Runnable::run)
            .scheduler((task, delay) -> () -> {})
            .ticker(nanos::get)
            .build();
    private final RealtimeSession session = session();

    private RealtimeSession session() {
        Client client = new Client("ann", "127.0.0.1", Map.of(), "ws");
        return new RealtimeSession(notifier, client, new BatchJson(), 3, wakes::incrementAndGet);
    }

    @AfterEach
    void close() {
        notifier.close();
    }

    private void publish(String topic, String... data) {
        for (String one : data) {
            notifier.publish(topic, Json.parse(one));
        }
    }

    private List<String> sent() {
        return sent(session);
    }

    private List<String> sent(RealtimeSession from) {
        String epoch = log.head().token().replaceFirst("-.*", "-");
        List<String> sent = new ArrayList<>();
        for (String message = from.next(); message != null; message = from.next()) {
            sent.add(message.replace(epoch, "@")
                    .replace(",\"type\":\"message\",\"time\":\"2026-11-20T09:15:03.120Z\"", ""));
        }
        return sent;
    }

    private List<String> answersTo(String... messages) {
        sent();
        for (String message : messages) {
            session.receive(message, true);
        }
        return sent();
    }

    @Test
    void begins_with_the_starting_place() {
        publish("a/x", "1");
        assertThat(sent()).containsExactly("{\"cursor\":\"@1\",\"events\":[]}");
        assertThat(sent()).isEmpty();
    }

    @Test
    void an_address_with_a_topic_subscribes_at_once() {
        publish("a/x", "1", "2");
        session.begin(SubscriptionRequest.to("a/*").from(dev.realtime.log.From.last(1)));
        assertThat(sent())
                .containsExactly("{\"cursor\":\"@2\",\"events\":[{\"id\":\"@2\",\"topic\":\"a/x\",\"data\":2}]}");
        publish("a/y", "3");
        assertThat(sent())
                .containsExactly("{\"cursor\":\"@3\",\"events\":[{\"id\":\"@3\",\"topic\":\"a/y\",\"data\":3}]}");
    }

    @Test
    void an_address_that_is_refused_is_told_why_and_closed() {
        session.begin(SubscriptionRequest.to("c/x"));
        assertThat(sent())
                .containsExactly(
                        "{\"error\":{\"code\":\"forbidden\",\"message\":\"not allowed to subscribe to c/x\"}}");
        assertThat(session.close()).isEqualTo(new Close(1008, "forbidden", CloseReason.CLIENT_CLOSED));
    }

    @Test
    void a_malformed_address_is_told_why_and_closed() {
        session.refuse(new RefusedException(RefusedException.Code.BAD_REQUEST, "parameter 'limit' is bad"));
        assertThat(sent())
                .containsExactly("{\"error\":{\"code\":\"bad-request\",\"message\":\"parameter 'limit' is bad\"}}");
        assertThat(session.close()).isEqualTo(new Close(1008, "bad-request", CloseReason.CLIENT_CLOSED));
    }

    @Test
    void subscribing_is_answered_with_the_place_after_which_everything_comes() {
        publish("a/x", "1");
        assertThat(answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/*\"]}"))
                .containsExactly("{\"ref\":1,\"ok\":true,\"cursor\":\"@1\"}");
        publish("a/x", "2");
        assertThat(sent())
                .containsExactly("{\"cursor\":\"@2\",\"events\":[{\"id\":\"@2\",\"topic\":\"a/x\",\"data\":2}]}");
    }

    @Test
    void a_cursor_carries_on_and_a_lost_one_is_a_gap_before_the_events() {
        publish("a/x", "1", "2", "3", "4", "5", "6", "7");
        String second = log.head().at(1).token();
        assertThat(answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\"],\"cursor\":\"" + second + "\"}"))
                .startsWith("{\"ref\":1,\"ok\":true,\"cursor\":\"@1\"}")
                .element(1)
                .asString()
                .endsWith(",\"gap\":{\"reason\":\"evicted\",\"from\":\"@1\",\"resumed\":\"@1\"}}")
                .contains("\"id\":\"@3\"");
        assertThat(answersTo("{\"op\":\"subscribe\",\"ref\":2,\"topics\":[\"b/x\"],\"cursor\":\"" + second + "\"}"))
                .containsExactly("{\"ref\":2,\"error\":{\"code\":\"bad-request\",\"message\":"
                        + "\"'cursor' can be given only while nothing is subscribed\"}}");
    }

    @Test
    void a_cursor_of_another_log_is_an_epoch_gap() {
        publish("a/x", "1");
        assertThat(answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\"],\"cursor\":\"zz-99\"}"))
                .last()
                .isEqualTo("{\"cursor\":\"@1\",\"events\":[{\"id\":\"@1\",\"topic\":\"a/x\",\"data\":1}],"
                        + "\"gap\":{\"reason\":\"epoch\",\"resumed\":\"@0\"}}");
    }

    @Test
    void a_topic_added_later_joins_at_the_place_with_its_replay_before_it() {
        publish("b/x", "1", "2", "3", "4");
        answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/*\"]}");
        assertThat(answersTo("{\"op\":\"subscribe\",\"ref\":2,\"topics\":[\"b/*\"],\"replay\":2}"))
                .containsExactly(
                        "{\"ref\":2,\"ok\":true,\"cursor\":\"@4\"}",
                        "{\"events\":[{\"id\":\"@3\",\"topic\":\"b/x\",\"data\":3},{\"id\":\"@4\",\"topic\":\"b/x\",\"data\":4}]}");
        publish("b/x", "5");
        assertThat(sent())
                .containsExactly("{\"cursor\":\"@5\",\"events\":[{\"id\":\"@5\",\"topic\":\"b/x\",\"data\":5}]}");
    }

    @Test
    void what_is_unsubscribed_comes_no_longer_and_the_last_one_frees_the_place() {
        answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\",\"b/x\"]}");
        assertThat(answersTo("{\"op\":\"unsubscribe\",\"ref\":2,\"topics\":[\"a/x\"]}"))
                .containsExactly("{\"ref\":2,\"ok\":true}");
        publish("a/x", "1");
        publish("b/x", "2");
        assertThat(sent())
                .containsExactly("{\"cursor\":\"@2\",\"events\":[{\"id\":\"@2\",\"topic\":\"b/x\",\"data\":2}]}");

        answersTo("{\"op\":\"unsubscribe\",\"ref\":3,\"topics\":[\"b/x\"]}");
        assertThat(notifier.subscriptionCount()).isZero();
        assertThat(answersTo("{\"op\":\"subscribe\",\"ref\":4,\"topics\":[\"a/x\"],\"cursor\":\"earliest\"}"))
                .containsExactly(
                        "{\"ref\":4,\"ok\":true,\"cursor\":\"@0\"}",
                        "{\"cursor\":\"@1\",\"events\":[{\"id\":\"@1\",\"topic\":\"a/x\",\"data\":1}]}");
    }

    @Test
    void publishing_is_acknowledged_with_the_cursor_and_keeps_the_spelling() {
        assertThat(answersTo(
                        "{\"op\":\"publish\",\"ref\":\"p\",\"topic\":\"a/x\",\"type\":\"said\",\"data\": {\"n\" : 1.50e3},\"key\":\"k\"}",
                        "{\"op\":\"publish\",\"ref\":\"q\",\"topic\":\"a/x\",\"data\":0,\"key\":\"k\"}"))
                .containsExactly(
                        "{\"ref\":\"p\",\"ok\":true,\"cursor\":\"@1\"}",
                        "{\"ref\":\"q\",\"ok\":true,\"cursor\":\"@1\"}");
        assertThat(notifier.subscribe(SubscriptionRequest.to("a/x").from(dev.realtime.log.From.earliest()))
                        .next(9)
                        .events())
                .extracting(event -> event.type() + " " + event.data())
                .containsExactly("said {\"n\":1.50e3}");
    }

    @Test
    void what_is_refused_or_malformed_is_answered_and_harms_nothing() {
        assertThat(answersTo(
                        "nonsense",
                        "[1]",
                        "{\"op\":\"ping\"} {}",
                        "{\"op\":\"ping\",\"op\":\"ping\"}",
                        "{\"op\":\"dance\",\"ref\":1}",
                        "{\"ref\":{},\"op\":\"ping\"}",
                        "{\"op\":\"subscribe\",\"ref\":2}",
                        "{\"op\":\"subscribe\",\"ref\":3,\"topics\":[\"a//b\"]}",
                        "{\"op\":\"subscribe\",\"ref\":4,\"topics\":[\"**\"]}",
                        "{\"op\":\"publish\",\"ref\":5,\"topic\":\"b/x\",\"data\":1}",
                        "{\"op\":\"publish\",\"ref\":6,\"topic\":\"a/x\"}",
                        "{\"op\":\"ping\",\"ref\":7}"))
                .containsExactly(
                        "{\"error\":{\"code\":\"bad-request\",\"message\":\"a message must be a JSON object\"}}",
                        "{\"error\":{\"code\":\"bad-request\",\"message\":\"a message must be a JSON object\"}}",
                        "{\"error\":{\"code\":\"bad-request\",\"message\":\"a message must be one JSON object\"}}",
                        "{\"error\":{\"code\":\"bad-request\",\"message\":\"a message must not name a field twice\"}}",
                        "{\"ref\":1,\"error\":{\"code\":\"bad-request\",\"message\":"
                                + "\"'op' must be one of subscribe, unsubscribe, publish, ping\"}}",
                        "{\"error\":{\"code\":\"bad-request\",\"message\":"
                                + "\"'ref' must be a whole number or a plain string of at most 64 characters\"}}",
                        "{\"ref\":2,\"error\":{\"code\":\"bad-request\",\"message\":"
                                + "\"'topics' must be a list of at least one string\"}}",
                        "{\"ref\":3,\"error\":{\"code\":\"bad-request\",\"message\":"
                                + "\"topic filter must not have an empty segment: a//b\"}}",
                        "{\"ref\":4,\"error\":{\"code\":\"forbidden\",\"message\":\"not allowed to subscribe to **\"}}",
                        "{\"ref\":5,\"error\":{\"code\":\"forbidden\",\"message\":\"not allowed to publish to b/x\"}}",
                        "{\"ref\":6,\"error\":{\"code\":\"bad-request\",\"message\":\"'data' is required\"}}",
                        "{\"ref\":7,\"ok\":true}");
        assertThat(session.close()).isNull();
    }

    @Test
    void a_binary_message_is_a_bad_request() {
        sent();
        session.receiveBinary();
        assertThat(sent())
                .containsExactly("{\"error\":{\"code\":\"bad-request\",\"message\":\"a message must be text\"}}");
    }

    @Test
    void a_message_may_come_in_pieces() {
        sent();
        for (char c : "{\"op\":\"ping\",\"ref\":1".toCharArray()) {
            session.receive(String.valueOf(c), false);
        }
        assertThat(sent()).isEmpty();
        session.receive("}", true);
        assertThat(sent()).containsExactly("{\"ref\":1,\"ok\":true}");
    }

    @Test
    void an_operation_waits_for_the_one_before_it() {
        assertThat(answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"slow\"]}", "{\"op\":\"ping\",\"ref\":2}"))
                .isEmpty();
        int before = wakes.get();
        decisions.get(0).complete(true);
        assertThat(wakes).hasValueGreaterThan(before);
        assertThat(sent()).containsExactly("{\"ref\":1,\"ok\":true,\"cursor\":\"@0\"}", "{\"ref\":2,\"ok\":true}");
    }

    @Test
    void a_subscription_admitted_after_the_end_is_closed() {
        answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"slow\"]}");
        session.ended(CloseReason.CLIENT_GONE);
        decisions.get(0).complete(true);
        session.ended(CloseReason.CLIENT_GONE);
        assertThat(notifier.subscriptionCount()).isZero();
    }

    @Test
    void silence_is_broken_by_an_empty_batch_that_moves_the_cursor() {
        answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\"]}");
        publish("b/x", "1");
        assertThat(session.isDue(nanos.addAndGet(Duration.ofSeconds(24).toNanos())))
                .isFalse();
        assertThat(sent()).isEmpty();
        assertThat(session.isDue(nanos.addAndGet(Duration.ofSeconds(1).toNanos())))
                .isTrue();
        assertThat(sent()).containsExactly("{\"cursor\":\"@1\",\"events\":[]}");
        assertThat(sent()).isEmpty();
    }

    @Test
    void who_asks_without_taking_the_answers_is_closed() {
        sent();
        for (int i = 0; i <= RealtimeSession.MAX_WAITING; i++) {
            session.receive("{\"op\":\"ping\"}", true);
        }
        assertThat(session.close()).isEqualTo(new Close(1008, "too-many", CloseReason.CLIENT_CLOSED));
        assertThat(limitsReached).containsExactly("maxWaiting");
    }

    @Test
    void the_end_of_the_notifier_closes_with_going_away() {
        answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\"]}");
        notifier.close();
        assertThat(sent()).isEmpty();
        assertThat(session.close()).isEqualTo(new Close(1001, "shutting down", CloseReason.DRAINING));
    }

    @Test
    void a_session_that_is_let_go_ends_after_its_answers_and_brings_no_more_events() {
        sent();
        session.receive("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\"]}", true);
        publish("a/x", "1");
        session.next();
        session.receive("{\"op\":\"ping\",\"ref\":2}", true);
        publish("a/x", "2");
        session.letGo();
        assertThat(sent()).containsExactly("{\"ref\":2,\"ok\":true}");
        assertThat(session.close()).isEqualTo(new Close(1001, "shutting down", CloseReason.DRAINING));
    }

    @Test
    void what_is_subscribed_is_no_connection_of_its_own() {
        answersTo("{\"op\":\"subscribe\",\"topics\":[\"a/x\"]}");
        RealtimeSession other = session();
        other.begin(SubscriptionRequest.to("a/x"));
        assertThat(notifier.subscriptionCount()).isEqualTo(2);
        assertThat(notifier.connectionCount()).isZero(); // the socket is, not the session
    }

    @Test
    void one_that_has_nothing_subscribed_is_let_go_too() {
        sent();
        session.letGo();
        assertThat(sent()).isEmpty();
        assertThat(session.close()).isEqualTo(new Close(1001, "shutting down", CloseReason.DRAINING));
    }

    @Test
    void a_session_whose_access_is_withdrawn_is_told_and_closed() {
        answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\",\"b/x\"]}");
        int before = wakes.get();
        publish("b/x", "1");
        revoked.add("a/x");
        notifier.recheck("ann");
        assertThat(wakes).hasValueGreaterThan(before);
        assertThat(sent())
                .containsExactly("{\"error\":{\"code\":\"forbidden\",\"message\":\"access has been withdrawn\"}}");
        assertThat(session.close()).isEqualTo(new Close(1008, "forbidden", CloseReason.REFUSED));
    }

    @Test
    void a_topic_that_is_refused_gets_the_answer_of_one_that_does_not_exist() {
        publish("c/there", "1");
        List<String> answers = answersTo(
                "{\"op\":\"subscribe\",\"topics\":[\"c/there\"]}",
                "{\"op\":\"subscribe\",\"topics\":[\"c/where\"]}",
                "{\"op\":\"publish\",\"topic\":\"c/there\",\"data\":1}",
                "{\"op\":\"publish\",\"topic\":\"c/where\",\"data\":1}");
        assertThat(answers).hasSize(4).allMatch(answer -> answer.contains("\"forbidden\""));
        assertThat(answers.get(0)).isEqualTo(answers.get(1).replace("where", "there"));
        assertThat(answers.get(2)).isEqualTo(answers.get(3).replace("where", "there"));
    }

    @Test
    void only_so_many_replays_are_under_way() {
        publish("a/x", "1");
        answersTo("{\"op\":\"subscribe\",\"topics\":[\"a/x\"]}");
        List<String> answers = new ArrayList<>();
        for (int i = 0;
                i <= RealtimeSession.MAX_REPLAYS;
                i++) { // the answers are taken, and the replays wait behind them
            session.receive("{\"op\":\"ping\"}", true);
            session.receive("{\"op\":\"subscribe\",\"topics\":[\"a/x\"],\"replay\":1}", true);
            answers.add(session.next());
        }
        answers.addAll(sent());
        assertThat(answers)
                .filteredOn(answer -> answer.contains("error"))
                .containsExactly("{\"error\":{\"code\":\"too-many\",\"message\":"
                        + "\"at most 16 replays may be under way: wait for one to end\"}}");
        assertThat(limitsReached).containsExactly("maxReplaysPerConnection");
        assertThat(answersTo("{\"op\":\"subscribe\",\"topics\":[\"a/x\"],\"replay\":1}"))
                .hasSize(2);
    }

    @Test
    void the_events_of_a_topic_published_under_a_key_come_once_however_many_filters_select_them() {
        answersTo("{\"op\":\"subscribe\",\"ref\":1,\"topics\":[\"a/x\",\"a/*\",\"a/**\"]}");
        notifier.publish(Publication.of("a/x", 1).withKey("k"));
        notifier.publish(Publication.of("a/x", 1).withKey("k"));
        assertThat(sent())
                .containsExactly("{\"cursor\":\"@1\",\"events\":[{\"id\":\"@1\",\"topic\":\"a/x\",\"data\":1}]}");
    }

    @Test
    void a_topic_too_long_or_too_deep_is_told_of_by_the_limits_name() {
        assertThat(answersTo(
                        "{\"op\":\"subscribe\",\"topics\":[\"" + "x".repeat(256) + "\"]}",
                        "{\"op\":\"publish\",\"topic\":\"" + "a/".repeat(16) + "a\",\"data\":1}"))
                .containsExactly(
                        "{\"error\":{\"code\":\"bad-request\",\"message\":\"topic filter must have 1 to 255 UTF-8 bytes: 256\"}}",
                        "{\"error\":{\"code\":\"bad-request\",\"message\":\"topic must have at most 16 segments: 17\"}}");
        assertThat(limitsReached).containsExactly("maxTopicBytes", "maxTopicSegments");
    }
}
