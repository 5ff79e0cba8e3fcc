package dev.realtime;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the notifier's listener is told. Safe for use by several threads. */
final class Telling {
    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    private final NotifierListener listener;

    Telling(NotifierListener listener) {
        this.listener = listener;
    }

    void published(Appended appended) {
        tell(told -> told.published(appended));
    }

    void subscribed(Subscription subscription) {
        tell(told -> told.subscribed(subscription));
    }

    void delivered(Subscription subscription, Batch batch) {
        tell(told -> told.delivered(subscription, batch));
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

    private void tell(Consumer<NotifierListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.warn("The notifier's listener failed", e);
        }
    }
}
