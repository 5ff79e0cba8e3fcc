package dev.realtime;

import dev.realtime.event.Topic;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.InMemoryEventLogBuilder;
import dev.realtime.log.ManualTicker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;

/** A notifier with one dispatcher thread; everything else happens when a test says so. */
final class NotifierRig implements AutoCloseable {
    final ManualTicker ticker = new ManualTicker();
    final ManualScheduler scheduler = new ManualScheduler();
    final ManualExecutor executor = new ManualExecutor();
    final RecordingListener recorder = new RecordingListener();
    final InMemoryEventLog log;
    final Notifier notifier;

    NotifierRig() {
        this(settings -> settings);
    }

    NotifierRig(UnaryOperator<NotifierBuilder> settings) {
        this(settings, log -> log);
    }

    NotifierRig(UnaryOperator<NotifierBuilder> settings, UnaryOperator<InMemoryEventLogBuilder> logSettings) {
        log = logSettings.apply(InMemoryEventLog.builder().ticker(ticker)).build();
        notifier = settings.apply(Notifier.builder()
                        .access(Access.denyAll())
                        .log(log)
                        .ticker(ticker)
                        .scheduler(scheduler)
                        .executor(executor)
                        .listener(recorder)
                        .dispatchers(1))
                .build();
    }

    static Client client(String principal) {
        return new Client(principal, "192.0.2.1", Map.of(), "test");
    }

    static Topic topic(String name) {
        return new Topic(name);
    }

    Subscription subscribe(String... filters) {
        return notifier.subscribe(SubscriptionRequest.to(filters));
    }

    /** Asserts that the stage has failed with this refusal. */
    static void assertRefused(CompletionStage<?> stage, RefusedException.Code code, String message) {
        Assertions.assertThat(stage.toCompletableFuture()).isDone();
        Assertions.assertThatThrownBy(() -> stage.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(RefusedException.class)
                .hasMessage(message)
                .extracting(failure -> ((RefusedException) failure).code())
                .isEqualTo(code);
    }

    static List<String> data(dev.realtime.log.Batch batch) {
        return batch.events().stream().map(event -> event.data().toString()).toList();
    }

    @Override
    public void close() {
        notifier.close();
    }
}
