package dev.realtime;

import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.LogWatcher;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the notifier's listener is told, by way of its mailbox. Safe for use by several threads. */
final class Telling implements LogWatcher {
    private final @Nullable Mailbox mailbox;

    /** @param mailbox null where nobody is told, which costs nothing */
    Telling(@Nullable Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    void published(Appended appended) {
        if (mailbox != null) {
            mailbox.put(
                    told -> told.published(appended), appended.event().data().length());
        }
    }

    void subscribed(Subscription subscription) {
        tell(told -> told.subscribed(subscription));
    }

    void delivered(Subscription subscription, Batch batch) {
        if (mailbox != null) {
            long bytes = 0;
            for (Event event : batch.events()) {
                bytes += event.data().length();
            }
            mailbox.put(told -> told.delivered(subscription, batch), bytes);
        }
    }

    void closed(Subscription subscription, CloseReason reason) {
        tell(told -> told.closed(subscription, reason));
    }

    void refused(Client client, Action action, TopicFilter topics) {
        tell(told -> told.refused(client, action, topics));
    }

    /** Of a refusal for a limit; of no other. */
    void refused(@Nullable Client client, RefusedException refused) {
        String limit = refused.limit();
        if (limit != null) {
            tell(told -> told.refused(client, limit));
        }
    }

    /** The refusal that a limit leads to, told. */
    RefusedException overLimit(@Nullable Client client, RefusedException.Code code, String limit, String message) {
        RefusedException refused = new RefusedException(code, limit, message);
        refused(client, refused);
        return refused;
    }

    @Override
    public void connected() {
        tell(NotifierListener::logConnected);
    }

    @Override
    public void lost(String why) {
        tell(told -> told.logLost(why));
    }

    @Override
    public void behind(long events) {
        tell(told -> told.logBehind(events));
    }

    private void tell(Consumer<NotifierListener> what) {
        if (mailbox != null) {
            mailbox.put(what, 0);
        }
    }

    /** What {@link #awaitEnd} waits for is all that has been told until now. */
    void end() {
        if (mailbox != null) {
            mailbox.end();
        }
    }

    /**
     * Waits until the listener has been told what came before {@link #end}, unless it is the listener that asks.
     *
     * @param deadline by {@link System#nanoTime}
     */
    void awaitEnd(long deadline) throws InterruptedException {
        if (mailbox != null) {
            mailbox.awaitEnd(deadline);
        }
    }
}
