package dev.realtime.servlet;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.NotifierBuilder;
import dev.realtime.NotifierListener;
import dev.realtime.Publication;
import dev.realtime.Subscription;
import dev.realtime.event.Event;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.testkit.ManualTime;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A notifier and its servlet in virtual time, whose writes are made on the test's thread. */
final class TestApplication implements AutoCloseable {
    final ManualTime time = new ManualTime();
    final WriterQueue writer = new WriterQueue();
    final List<CloseReason> closings = new CopyOnWriteArrayList<>();
    final List<String> limitsReached = new CopyOnWriteArrayList<>();
    final Notifier notifier;
    final RealtimeServlet servlet;

    /** The settings that differ from {@link TestApplication#start()}. */
    static final class Settings {
        Access access = Access.allowSubscribe("**").allowPublish("**");
        Executor writer;
        Consumer<InMemoryEventLogBuilder> log = builder -> {};
        Consumer<NotifierBuilder> notifier = builder -> {};
        Consumer<RealtimeServletBuilder> servlet = builder -> {};

        Settings access(Access hook) {
            access = hook;
            return this;
        }

        Settings writer(Executor executor) {
            writer = executor;
            return this;
        }

        Settings log(Consumer<InMemoryEventLogBuilder> more) {
            log = more;
            return this;
        }

        Settings notifier(Consumer<NotifierBuilder> more) {
            notifier = more;
            return this;
        }

        Settings servlet(Consumer<RealtimeServletBuilder> more) {
            servlet = more;
            return this;
        }

        TestApplication start() {
            return new TestApplication(this);
        }
    }

    private TestApplication(Settings settings) {
        InMemoryEventLogBuilder log = InMemoryEventLog.builder().ticker(time).clock(time);
        settings.log.accept(log);
        NotifierBuilder builder = Notifier.builder()
                .log(log.build())
                .access(settings.access)
                .ticker(time)
                .scheduler(time)
                .executor(Runnable::run)
                .listener(new NotifierListener() {
                    @Override
                    public void refused(Client client, String limit) {
                        limitsReached.add(limit);
                    }

                    @Override
                    public void closed(Subscription subscription, CloseReason reason) {
                        closings.add(reason);
                    }
                });
        settings.notifier.accept(builder);
        notifier = builder.build();
        RealtimeServletBuilder servletBuilder =
                RealtimeServlet.builder().notifier(notifier).writer(settings.writer != null ? settings.writer : writer);
        settings.servlet.accept(servletBuilder);
        servlet = servletBuilder.build();
        try {
            servlet.init(new FakeContext("test").config());
        } catch (ServletException e) {
            throw new AssertionError(e);
        }
    }

    /** Anyone may do anything. */
    static TestApplication start() {
        return new Settings().start();
    }

    static Settings with() {
        return new Settings();
    }

    FakeExchange serve(FakeExchange exchange) throws IOException {
        return exchange.serve(servlet);
    }

    FakeExchange get(String target) throws IOException {
        return serve(FakeExchange.get(target));
    }

    Event publish(String topic, Object payload) {
        return notifier.publish(topic, payload);
    }

    Event publish(String topic, String type, Object payload) {
        return notifier.publish(Publication.of(topic, payload).withType(type)).event();
    }

    /** The cursor after this many events. */
    String cursor(long sequence) {
        return notifier.head().at(sequence).token();
    }

    void advance(Duration duration) {
        time.advance(duration);
    }

    @Override
    public void close() {
        writer.runAtOnce();
        notifier.close();
    }
}
