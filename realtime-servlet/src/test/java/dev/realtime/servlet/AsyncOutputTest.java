package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.realtime.CloseReason;
import dev.realtime.servlet.AsyncOutput.Progress;
import dev.realtime.testkit.ManualTime;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AsyncOutputTest {
    private static final byte[] BYTES = "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final ManualTime time = new ManualTime();
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger going = new AtomicInteger();
    private final FakeExchange exchange = FakeExchange.get("/x");
    private AsyncOutput output;

    /** What a container says when a request is over. */
    enum Word {
        WRITE_ERROR(CloseReason.CLIENT_GONE) {
            @Override
            void say(FakeExchange exchange) {
                exchange.writeError(new IOException("Broken pipe"));
            }
        },
        ERROR(CloseReason.CLIENT_GONE) {
            @Override
            void say(FakeExchange exchange) throws IOException {
                exchange.error(new IOException("Broken pipe"));
            }
        },
        TIMEOUT(CloseReason.DRAINING) {
            @Override
            void say(FakeExchange exchange) throws IOException {
                exchange.timeout();
            }
        },
        COMPLETE(CloseReason.CLIENT_GONE) {
            @Override
            void say(FakeExchange exchange) throws IOException {
                exchange.complete();
            }
        };

        final CloseReason reason;

        Word(CloseReason reason) {
            this.reason = reason;
        }

        abstract void say(FakeExchange exchange) throws IOException;

        /** After onComplete there is nothing left to complete. */
        long completions() {
            return this == COMPLETE ? 0 : 1;
        }
    }

    private AsyncOutput open() throws IOException {
        exchange.serve(new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                output = AsyncOutput.open(
                        request, response, true, 1 << 12, time, ready::incrementAndGet, going::incrementAndGet);
            }
        });
        return output;
    }

    private List<String> callsSince(int before) {
        List<String> calls = exchange.calls();
        return calls.subList(before, calls.size());
    }

    private CompletableFuture<Void> inAnotherThread(FakeExchange.Interruption action) {
        return CompletableFuture.runAsync(() -> {
            try {
                action.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void assertEnded(CloseReason reason, long completions) {
        assertThat(output.end()).isEqualTo(reason);
        assertThat(exchange.completions()).isEqualTo(completions);
        int before = exchange.calls().size();
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DEAD);
        assertThat(output.resume()).isEqualTo(Progress.DEAD);
        output.close(CloseReason.FAILED);
        assertThat(callsSince(before)).isEmpty();
        assertThat(output.end()).isEqualTo(reason);
        exchange.assertNoViolations();
    }

    // ---- opening and writing ----

    @Test
    void it_opens_without_a_timeout_and_with_its_head_flushed() throws IOException {
        open();
        assertThat(exchange.calls())
                .containsExactly("startAsync", "setTimeout 0", "setBufferSize 4096", "flushBuffer", "setWriteListener");
        assertThat(output.end()).isNull();
        assertThat(output.resume()).isEqualTo(Progress.DONE);
    }

    @Test
    void it_asks_before_every_write_and_every_flush() throws IOException {
        open();
        int before = exchange.calls().size();
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DONE);
        assertThat(callsSince(before)).containsExactly("isReady", "write 10", "isReady", "flush", "isReady");
        assertThat(exchange.body()).isEqualTo("0123456789");
        exchange.assertNoViolations();
    }

    @Test
    void nothing_to_write_is_no_write() throws IOException {
        open();
        assertThat(output.write(new byte[0], true)).isEqualTo(Progress.DONE);
        assertThat(exchange.calls()).doesNotContain("flush").noneMatch(call -> call.startsWith("write"));
    }

    @Test
    void it_waits_before_the_write_before_the_flush_and_after_it() throws IOException {
        open();
        exchange.room(0);
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.WAITING);
        assertThat(exchange.body()).isEmpty();
        exchange.take(10);
        assertThat(ready).hasValue(1);
        assertThat(output.resume()).isEqualTo(Progress.WAITING); // for the flush
        assertThat(exchange.body()).hasSize(10);
        assertThat(exchange.calls()).doesNotContain("flush");
        exchange.duringFlush(() -> exchange.room(0));
        exchange.take(1);
        assertThat(output.resume()).isEqualTo(Progress.WAITING); // until the flush has gone through
        assertThat(output.isInFlight()).isTrue();
        exchange.take(1);
        assertThat(output.resume()).isEqualTo(Progress.DONE);
        assertThat(output.isInFlight()).isFalse();
        assertThat(ready).hasValue(3);
        exchange.assertNoViolations();
    }

    @Test
    void what_is_large_is_given_out_in_pieces() throws IOException {
        open();
        exchange.room(100_000);
        assertThat(output.write(new byte[200_000], true)).isEqualTo(Progress.WAITING);
        assertThat(exchange.body()).hasSize(131_072);
        exchange.take(1_000_000);
        assertThat(output.resume()).isEqualTo(Progress.DONE);
        assertThat(exchange.calls())
                .filteredOn(call -> call.startsWith("write") || call.equals("flush"))
                .containsExactly("write 65536", "write 65536", "write 65536", "write 3392", "flush");
        exchange.assertNoViolations();
    }

    @Test
    void a_spurious_call_goes_on_with_nothing() throws IOException {
        open();
        output.write(BYTES, true);
        int before = exchange.calls().size();
        exchange.onWritePossible();
        exchange.onWritePossible();
        assertThat(ready).hasValue(2);
        assertThat(output.resume()).isEqualTo(Progress.DONE);
        assertThat(callsSince(before)).isEmpty();
    }

    // ---- stalling ----

    @Test
    void it_has_stalled_when_a_write_in_flight_makes_no_progress() throws IOException {
        open();
        assertThat(stalledFor(Duration.ofDays(1))).isFalse(); // nothing is in flight
        exchange.room(0);
        output.write(new byte[200_000], true);
        assertThat(stalledFor(Duration.ofSeconds(30))).isFalse();
        assertThat(stalledFor(Duration.ofNanos(1))).isTrue();
        exchange.take(1);
        assertThat(output.resume()).isEqualTo(Progress.WAITING);
        assertThat(stalledFor(Duration.ofSeconds(30))).isFalse();
        exchange.take(Long.MAX_VALUE);
        assertThat(output.resume()).isEqualTo(Progress.DONE);
        assertThat(stalledFor(Duration.ofDays(1))).isFalse();
    }

    private boolean stalledFor(Duration passed) {
        time.advance(passed);
        return output.isStalledSince(time.nanos() - Duration.ofSeconds(30).toNanos());
    }

    @Test
    void being_asked_without_progress_is_no_progress() throws IOException {
        open();
        exchange.room(0);
        output.write(BYTES, true);
        for (int i = 0; i < 31; i++) {
            time.advance(Duration.ofSeconds(1));
            assertThat(output.resume()).isEqualTo(Progress.WAITING);
        }
        assertThat(stalledFor(Duration.ZERO)).isTrue();
    }

    // ---- the end ----

    @ParameterizedTest
    @EnumSource(Word.class)
    void the_containers_word_ends_it(Word word) throws IOException {
        open();
        output.write(BYTES, true);
        word.say(exchange);
        assertThat(ready.get()).isPositive();
        assertEnded(word.reason, word.completions());
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void the_first_word_counts_and_it_is_completed_once_at_most(Word word) throws IOException {
        open();
        word.say(exchange);
        for (Word later : Word.values()) {
            later.say(exchange);
        }
        assertEnded(word.reason, word.completions());
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void the_containers_word_from_within_a_write_ends_it_after_that(Word word) throws IOException {
        open();
        exchange.duringWrite(() -> word.say(exchange)); // as Undertow does
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DEAD);
        assertThat(exchange.calls()).doesNotContain("flush");
        assertEnded(word.reason, word.completions());
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void the_containers_word_from_within_a_write_that_then_throws_is_the_reason(Word word) throws IOException {
        open();
        exchange.duringWrite(() -> {
            word.say(exchange);
            throw new IOException("Broken pipe");
        });
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DEAD);
        assertEnded(word.reason, word.completions());
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void the_containers_word_during_a_write_waits_for_it_and_no_write_begins_after_it(Word word) throws IOException {
        open();
        CountDownLatch inWrite = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        CompletableFuture<Void> container = inAnotherThread(() -> {
            await(inWrite);
            word.say(exchange);
            exchange.note("the callback has returned");
        });
        exchange.duringWrite(() -> {
            inWrite.countDown();
            while (output.end() == null) { // the one trace of the callback before it waits for us
                Thread.onSpinWait();
            }
            exchange.note("the write is over");
            said.countDown();
        });
        assertThat(output.write(new byte[200_000], true)).isEqualTo(Progress.DEAD);
        container.join();
        await(said);
        assertThat(exchange.calls()).containsSubsequence("the write is over", "the callback has returned");
        assertThat(exchange.calls())
                .filteredOn(call -> call.startsWith("write") || call.equals("flush"))
                .containsExactly("write 65536");
        assertThat(exchange.calls().indexOf("the write is over"))
                .isLessThan(
                        exchange.calls().contains("complete") ? exchange.calls().indexOf("complete") : 1_000);
        assertEnded(word.reason, word.completions());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closing_during_a_write_returns_at_once_and_the_writer_completes() throws IOException {
        open();
        exchange.duringWrite(() -> {
            inAnotherThread(() -> output.close(CloseReason.STALLED)).join();
            assertThat(exchange.completions()).isZero();
        });
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DEAD);
        assertThat(ready.get()).isPositive();
        assertThat(exchange.calls()).doesNotContain("flush");
        assertEnded(CloseReason.STALLED, 1);
    }

    @Test
    void closing_from_within_a_write_ends_it_after_that() throws IOException {
        open();
        exchange.duringWrite(() -> output.close(CloseReason.DRAINING));
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DEAD);
        assertEnded(CloseReason.DRAINING, 1);
    }

    @Test
    void closing_while_it_waits_completes_at_once() throws IOException {
        open();
        exchange.room(0);
        output.write(BYTES, true);
        output.close(CloseReason.STALLED);
        assertThat(exchange.isOpen()).isFalse();
        assertThat(ready.get()).isPositive();
        assertEnded(CloseReason.STALLED, 1);
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void it_is_not_completed_under_the_lock(Word word) throws IOException {
        open();
        exchange.duringComplete(() -> waitFor(() -> exchange.writeError(new IOException("Broken pipe"))));
        exchange.duringWrite(() -> word.say(exchange));
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DEAD);
        assertThat(exchange.calls()).doesNotContain("it would never return");
        assertEnded(word.reason, word.completions());
    }

    @Test
    void its_own_end_is_not_completed_under_the_lock() throws IOException {
        open();
        exchange.duringComplete(() -> waitFor(exchange::complete));
        output.write(BYTES, true);
        output.close(CloseReason.MAX_AGE);
        assertThat(exchange.calls()).doesNotContain("it would never return");
        assertEnded(CloseReason.MAX_AGE, 1);
    }

    /** As a container does that ends the request on another thread and waits for that. */
    private void waitFor(FakeExchange.Interruption action) {
        try {
            inAnotherThread(action).get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            exchange.note("it would never return");
        }
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void no_callback_returns_while_another_thread_completes(Word word) throws Exception {
        open();
        CountDownLatch completing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        exchange.duringComplete(() -> {
            completing.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        CompletableFuture<Void> closing = inAnotherThread(() -> output.close(CloseReason.STALLED));
        completing.await();
        Thread container = new Thread(() -> {
            try {
                word.say(exchange);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        container.start();
        while (container.getState() != Thread.State.TIMED_WAITING) {
            assertThat(container.isAlive()).as("waits").isTrue();
            Thread.onSpinWait();
        }
        goOn.countDown();
        container.join();
        closing.get();
        assertThat(ready).hasPositiveValue();
    }

    @Test
    void a_container_that_was_first_does_no_harm() throws IOException {
        open();
        exchange.duringComplete(() -> {
            throw new IllegalStateException("completed already");
        });
        exchange.error(new IOException("Broken pipe"));
        assertThat(ready).hasValue(1);
        assertEnded(CloseReason.CLIENT_GONE, 1);
    }

    @Test
    void a_container_that_fails_to_complete_does_no_harm() throws IOException {
        open();
        exchange.duringComplete(() -> {
            throw new NullPointerException("recycled");
        });
        output.close(CloseReason.STALLED);
        assertThat(ready).hasValue(1);
        assertEnded(CloseReason.STALLED, 1);
    }

    // ---- a client that has gone ----

    @Test
    void an_exception_from_write_or_flush_or_is_ready_is_a_client_that_has_gone() throws IOException {
        FakeExchange.Interruption io = () -> {
            throw new IOException("Broken pipe");
        };
        FakeExchange.Interruption runtime = () -> {
            throw new IllegalStateException("UT010035: Stream in async mode was not ready for IO operation");
        };
        FakeExchange.Interruption error = () -> {
            throw new NoClassDefFoundError("of an application that is being undeployed");
        };
        for (FakeExchange.Interruption failure : List.of(io, runtime, error)) {
            for (boolean write : new boolean[] {true, false}) {
                AsyncOutputTest other = new AsyncOutputTest();
                other.open();
                if (write) {
                    other.exchange.duringWrite(failure);
                } else {
                    other.exchange.duringFlush(failure);
                }
                assertThat(other.output.write(BYTES, true)).isEqualTo(Progress.DEAD);
                assertThat(other.ready.get()).isPositive();
                other.assertEnded(CloseReason.CLIENT_GONE, 1);
            }
        }
        open();
        exchange.duringIsReady(() -> {
            throw new IllegalStateException("recycled");
        });
        assertThat(output.write(BYTES, true)).isEqualTo(Progress.DEAD);
        assertEnded(CloseReason.CLIENT_GONE, 1);
    }

    @Test
    void an_exception_in_flight_ends_it_when_it_goes_on() throws IOException {
        open();
        exchange.room(0);
        output.write(BYTES, true);
        exchange.duringWrite(() -> {
            throw new IOException("Connection reset");
        });
        exchange.take(10);
        assertThat(output.resume()).isEqualTo(Progress.DEAD);
        assertEnded(CloseReason.CLIENT_GONE, 1);
    }

    @Test
    void a_client_that_has_gone_before_the_head_is_the_containers() {
        exchange.duringFlushBuffer(() -> {
            throw new IOException("Broken pipe");
        });
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage("Broken pipe");
        assertThat(output).isNull();
    }
}
