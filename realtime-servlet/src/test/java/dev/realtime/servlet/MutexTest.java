package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MutexTest {
    private final Mutex mutex = new Mutex();

    private static boolean inAnotherThread(BooleanSupplier action) {
        return CompletableFuture.supplyAsync(action::getAsBoolean).join();
    }

    @Test
    void one_has_it_and_nobody_else() {
        mutex.lock();
        assertThat(mutex.isHeldByCurrentThread()).isTrue();
        assertThat(inAnotherThread(mutex::isHeldByCurrentThread)).isFalse();
        assertThat(inAnotherThread(mutex::tryLock)).isFalse();
        assertThat(mutex.tryLock()).as("a second time").isFalse();
    }

    @Test
    void who_gives_it_back_has_it_no_longer() {
        mutex.lock();
        mutex.unlock();
        assertThat(mutex.isHeldByCurrentThread()).isFalse();
        assertThat(inAnotherThread(mutex::tryLock)).isTrue();
    }

    @Test
    void who_waits_for_it_gets_it() {
        mutex.lock();
        CompletableFuture<Void> next = CompletableFuture.runAsync(mutex::lock);
        mutex.unlock();
        next.join();
        assertThat(mutex.tryLock()).isFalse();
    }

    @Test
    void nobody_gives_back_what_another_has() {
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalMonitorStateException.class);
        mutex.lock();
        CompletableFuture<Void> another = CompletableFuture.runAsync(mutex::unlock);
        assertThatThrownBy(another::join).hasCauseInstanceOf(IllegalMonitorStateException.class);
        assertThat(mutex.isHeldByCurrentThread()).isTrue();
    }
}
