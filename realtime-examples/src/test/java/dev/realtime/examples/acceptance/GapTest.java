package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.Cursor;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import java.net.http.HttpResponse;
import java.util.List;

/** What is lost is told, what is not lost is not, in the same way on every transport. */
class GapTest {
    private static final int KEPT = 3;

    private static TestApplication application(Container container) {
        InMemoryEventLog log = InMemoryEventLog.builder()
                .retention("busy", Retention.DEFAULT.withMaxEvents(KEPT))
                .build();
        return TestApplication.on(container, core -> core.log(log), http -> http);
    }

    @ContainerTest
    void eviction_is_a_gap_where_it_happened_and_none_on_a_quiet_topic(Container container) throws Exception {
        try (TestApplication application = application(container)) {
            application.notifier().publish("quiet", "before");
            String cursor = application.notifier().head().token();
            for (int i = 0; i < 10; i++) {
                application.notifier().publish("busy", i);
            }
            application.notifier().publish("quiet", "after");
            String last = application.notifier().head().token();

            for (Way way : Way.values()) {
                Way.Answer busy = way.carryOn(application, "busy", cursor, KEPT);
                assertThat(busy.reason()).as("%s", way).isEqualTo("evicted");
                assertThat(busy.gap().get("from").asText()).as("%s", way).isEqualTo(cursor);
                assertThat(busy.gap().get("resumed").asText()).as("%s", way).isEqualTo(cursor);
                assertThat(busy.data()).as("%s", way).containsExactly("7", "8", "9");

                Way.Answer quiet = way.carryOn(application, "quiet", cursor, 1);
                assertThat(quiet.gap()).as("%s", way).isNull();
                assertThat(quiet.data()).as("%s", way).containsExactly("\"after\"");

                Way.Answer both = way.carryOn(application, "*", cursor, KEPT + 1);
                assertThat(both.reason()).as("%s", way).isEqualTo("evicted");
                assertThat(both.data()).as("%s", way).containsExactly("7", "8", "9", "\"after\"");
                assertThat(both.cursor()).as("%s", way).isEqualTo(last);

                Way.Answer goneOn = way.carryOn(application, "busy", busy.cursor(), 0);
                assertThat(goneOn.gap()).as("%s, past the loss", way).isNull();
                assertThat(goneOn.data()).as("%s, past the loss", way).isEmpty();
            }
        }
    }

    @ContainerTest
    void a_cursor_that_this_log_never_gave_out_is_an_epoch_gap(Container container) throws Exception {
        try (TestApplication application = application(container)) {
            application.notifier().publish("busy", 1);
            Cursor head = application.notifier().head();
            String future = head.at(head.sequence() + 1).token();
            String otherEpoch = new Cursor(head.epoch() + 1, 0, head.sequence()).token();

            for (Way way : Way.values()) {
                for (String cursor : List.of(future, otherEpoch, "not-of-this-library", "7f3a-00012", "~")) {
                    Way.Answer answer = way.carryOn(application, "busy", cursor, 1);
                    assertThat(answer.reason()).as("%s after %s", way, cursor).isEqualTo("epoch");
                    assertThat(answer.data()).as("%s after %s", way, cursor).containsExactly("1");
                    assertThat(answer.cursor()).as("%s after %s", way, cursor).isEqualTo(head.token());
                }
            }
        }
    }

    @ContainerTest
    void a_restart_of_the_server_is_an_epoch_gap(Container container) throws Exception {
        String old;
        try (TestApplication first = application(container)) {
            first.notifier().publish("busy", "of the first life");
            first.notifier().publish("busy", "of the first life, too");
            old = Way.POLL.carryOn(first, "busy", "earliest", 2).cursor();
        }
        try (TestApplication second = application(container)) {
            // More than the first had, whose cursors are thus none of the future.
            for (int i = 1; i <= KEPT; i++) {
                second.notifier().publish("busy", "of the second life, " + i);
            }
            for (Way way : Way.values()) {
                Way.Answer answer = way.carryOn(second, "busy", old, KEPT);
                assertThat(answer.reason()).as("%s", way).isEqualTo("epoch");
                assertThat(answer.data())
                        .as("%s", way)
                        .containsExactly(
                                "\"of the second life, 1\"", "\"of the second life, 2\"", "\"of the second life, 3\"");
                assertThat(way.carryOn(second, "busy", answer.cursor(), 0).gap())
                        .as("%s", way)
                        .isNull();
            }
        }
    }

    @ContainerTest
    void a_malformed_cursor_is_refused_but_never_a_malformed_last_event_id(Container container) throws Exception {
        try (TestApplication application = application(container)) {
            application.notifier().publish("busy", 1);
            for (String path : List.of("/poll", "/long-poll", "/sse")) {
                for (String malformed : List.of("", "a%20b", "a%2Cb", "%C3%A9", "x".repeat(97))) {
                    HttpResponse<String> response = application.get(path + "?topic=busy&cursor=" + malformed);
                    assertThat(response.statusCode())
                            .as("%s, %s", path, malformed)
                            .isEqualTo(400);
                    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                    assertThat(TestApplication.json(response.body())
                                    .get("detail")
                                    .asText())
                            .isEqualTo("parameter 'cursor': cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -,"
                                    + " or 'earliest' or 'latest'");
                }
            }
            for (String malformed : List.of("a b", "a,b", "\u00e9", "x".repeat(97))) {
                Way.Answer answer = Way.SSE_BY_HEADER.carryOn(application, "busy", malformed, 1);
                assertThat(answer.reason()).as(malformed).isEqualTo("epoch");
                assertThat(answer.data()).as(malformed).containsExactly("1");
            }
            for (String malformed : List.of("a%20b", "a%2Cb", "%C3%A9", "x".repeat(97))) {
                Way.Answer answer = Way.SSE_BY_QUERY.carryOn(application, "busy", malformed, 1);
                assertThat(answer.reason()).as(malformed).isEqualTo("epoch");
                assertThat(answer.data()).as(malformed).containsExactly("1");
            }
            assertThat(Way.SSE_BY_HEADER.carryOn(application, "busy", "", 0).gap())
                    .as("an empty one counts as absent")
                    .isNull();
            assertThat(Way.SSE_BY_QUERY.carryOn(application, "busy", "", 0).gap())
                    .as("an empty one counts as absent")
                    .isNull();
        }
    }
}
