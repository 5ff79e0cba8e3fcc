package dev.realtime.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.log.Draft;
import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The order of appends and their ends, with answers that a test gives. The loop is the test's thread. */
class AppendsTest {
    private static final long DEADLINE = 1_000;

    private final Appends appends = new Appends(10_000, 1 << 20, Runnable::run);
    private final List<Sent> sent = new ArrayList<>();
    private final FakeWire wire = new FakeWire();
    private int scripts;

    /** What has gone over the wire, by number and the number it follows. */
    private record Sent(String data, long number, long before, CompletableFuture<List<Object>> answer) {
        void stored(long sequence) {
            answer.complete(List.of(bytes("appended"), bytes("77"), 0L, sequence, 5L));
        }

        void answer(String word) {
            answer.complete(List.of(bytes(word)));
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public String toString() {
            return data + "=" + number + ">" + before;
        }
    }

    private final class FakeWire implements Appends.Wire {
        @Override
        public CompletionStage<List<Object>> send(Draft draft, long number, long before) {
            Sent one = new Sent(draft.data().toString(), number, before, new CompletableFuture<>());
            sent.add(one);
            return one.answer;
        }

        @Override
        public void flush() {}

        @Override
        public void loadScript() {
            scripts++;
        }

        @Override
        public void giveUp(String why) {
            appends.end(why);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private CompletableFuture<Answer> append(int data) {
        return appends.append(new Draft(new Topic("a"), Event.DEFAULT_TYPE, Json.of(data), null), DEADLINE)
                .toCompletableFuture();
    }

    private List<String> sent() {
        List<String> all = sent.stream().map(Sent::toString).toList();
        return all;
    }

    private static LogUnavailableException failure(CompletableFuture<?> append) {
        assertThat(append).isCompletedExceptionally();
        try {
            append.join();
        } catch (CompletionException e) {
            return (LogUnavailableException) e.getCause();
        }
        throw new AssertionError();
    }

    @Test
    void each_says_which_goes_before_it() {
        append(1);
        append(2);
        appends.begin(wire);
        append(3);
        assertThat(sent()).containsExactly("1=1>0", "2=2>1", "3=3>2");
    }

    @Test
    void no_more_are_on_their_way_than_redis_remembers_half_of() {
        appends.begin(wire);
        for (int i = 0; i < Appends.WINDOW + 2; i++) {
            append(i);
        }
        assertThat(sent).hasSize(Appends.WINDOW);
        sent.get(0).stored(1);
        assertThat(sent).hasSize(Appends.WINDOW + 1);
    }

    @Test
    void what_had_no_answer_when_the_connection_went_is_sent_again_under_its_number_in_order() {
        appends.begin(wire);
        CompletableFuture<Answer> first = append(1);
        append(2);
        append(3);
        sent.get(0).stored(1);
        appends.end("gone");
        append(4);
        sent.get(1).fail(new RedisException("Connection closed"));
        sent.get(2).fail(new RedisException("Connection closed"));
        appends.begin(wire);
        assertThat(first).isCompleted();
        assertThat(sent().subList(3, 6)).containsExactly("2=2>0", "3=3>2", "4=4>3");
    }

    @Test
    void a_new_connection_waits_until_the_former_has_failed_all_of_its_round() {
        appends.begin(wire);
        append(1);
        appends.end("gone");
        appends.begin(wire);
        assertThat(sent).hasSize(1);
        sent.get(0).fail(new RedisException("Connection closed"));
        assertThat(sent()).containsExactly("1=1>0", "1=1>0");
    }

    @Test
    void when_redis_has_forgotten_the_script_all_of_the_round_is_sent_again_behind_it() {
        appends.begin(wire);
        append(1);
        append(2);
        sent.get(0).fail(new RedisNoScriptException("NOSCRIPT No matching script."));
        assertThat(scripts).isEqualTo(1);
        append(3);
        assertThat(sent).hasSize(2);
        sent.get(1).answer("turn");
        assertThat(sent().subList(2, 5)).containsExactly("1=1>0", "2=2>1", "3=3>2");
    }

    @Test
    void what_redis_refuses_ends_alone_and_those_behind_it_go_on() {
        appends.begin(wire);
        CompletableFuture<Answer> refused = append(1);
        CompletableFuture<Answer> behind = append(2);
        sent.get(0).fail(new RedisCommandExecutionException("OOM command not allowed when used memory > 'maxmemory'."));
        sent.get(1).answer("turn");
        assertThat(failure(refused))
                .hasMessage("Redis refuses to store it: OOM command not allowed when used memory > 'maxmemory'.")
                .extracting(LogUnavailableException::outcome)
                .isEqualTo(Outcome.NOT_STORED);
        sent.get(2).stored(1);
        assertThat(behind).isCompleted();
        assertThat(sent()).last().isEqualTo("2=2>0");
    }

    @Test
    void what_redis_refuses_the_second_time_may_have_been_stored_the_first() {
        appends.begin(wire);
        CompletableFuture<Answer> refused = append(1);
        appends.end("gone");
        sent.get(0).fail(new RedisException("Connection closed"));
        appends.begin(wire);
        sent.get(1).fail(new RedisCommandExecutionException("OOM command not allowed"));
        assertThat(failure(refused).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void a_fault_in_the_script_may_have_stored_it() {
        appends.begin(wire);
        CompletableFuture<Answer> append = append(1);
        sent.get(0).fail(new RedisCommandExecutionException("ERR user_script:9: attempt to index nil"));
        assertThat(failure(append).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void a_server_that_takes_nothing_for_now_is_left_and_nothing_fails() {
        appends.begin(wire);
        CompletableFuture<Answer> append = append(1);
        sent.get(0).fail(new RedisCommandExecutionException("READONLY You can't write against a read only replica."));
        assertThat(append).isNotDone();
        appends.begin(wire);
        sent.get(1).stored(1);
        assertThat(append).isCompleted();
    }

    @Test
    void redis_6_tells_of_the_script_before_its_reason() {
        String message =
                "ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -OOM command not allowed";
        assertThat(Refusal.of(new RedisCommandExecutionException(message)).kind())
                .isEqualTo(Refusal.Kind.NEVER);
    }

    @Test
    void the_end_of_time_is_unknown_for_what_was_sent_and_not_stored_for_what_was_not() {
        CompletableFuture<Answer> never = append(1);
        appends.expire(DEADLINE - 1);
        assertThat(never).isNotDone();
        appends.expire(DEADLINE);
        assertThat(failure(never))
                .hasMessage("not stored: Redis is away: not connected yet")
                .extracting(LogUnavailableException::outcome)
                .isEqualTo(Outcome.NOT_STORED);
        appends.begin(wire);
        CompletableFuture<Answer> sentOne = append(2);
        CompletableFuture<Answer> again = append(3);
        appends.expire(DEADLINE);
        assertThat(failure(sentOne).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure(again).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void what_was_given_up_is_not_sent_again_and_what_was_lost_once_stays_unknown() {
        appends.begin(wire);
        CompletableFuture<Answer> givenUp = append(1);
        appends.expire(DEADLINE);
        CompletableFuture<Answer> lost = append(2);
        appends.end("gone");
        sent.get(0).fail(new RedisException("Connection closed"));
        sent.get(1).fail(new RedisException("Connection closed"));
        assertThat(failure(givenUp).outcome()).isEqualTo(Outcome.UNKNOWN);
        appends.expire(DEADLINE);
        assertThat(failure(lost).outcome()).isEqualTo(Outcome.UNKNOWN);
        append(3);
        appends.begin(wire);
        assertThat(sent()).containsExactly("1=1>0", "2=2>1", "3=3>0");
    }

    @Test
    void room_is_given_back_with_each_end() {
        Appends one = new Appends(1, 1 << 20, Runnable::run);
        Draft draft = new Draft(new Topic("a"), Event.DEFAULT_TYPE, Json.of(1), null);
        CompletionStage<Answer> first = one.append(draft, DEADLINE);
        assertThatThrownBy(
                        () -> one.append(draft, DEADLINE).toCompletableFuture().join())
                .hasRootCauseMessage(
                        "not stored: Redis does not take appends as fast as they come, beyond the maxPending of 1 appends");
        one.expire(DEADLINE);
        assertThat(first.toCompletableFuture()).isCompletedExceptionally();
        assertThat(one.append(draft, DEADLINE).toCompletableFuture()).isNotDone();
    }

    @Test
    void closing_says_of_each_what_is_known() {
        appends.begin(wire);
        CompletableFuture<Answer> sentOne = append(1);
        appends.close();
        assertThat(failure(sentOne)).hasMessage("it may have been stored: the log is closed");
        assertThat(failure(appendAfterClose())).hasMessage("not stored: the log is closed");
    }

    private CompletableFuture<Answer> appendAfterClose() {
        CompletableFuture<Answer> late = append(2);
        appends.close();
        return late;
    }
}
