package dev.realtime;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told, a line each. */
final class RecordingListener implements NotifierListener {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void published(Appended appended) {
        told.add((appended.repeated() ? "repeated " : "published ")
                + appended.event().topic());
    }

    @Override
    public void subscribed(Subscription subscription) {
        told.add("subscribed " + subscription.topics());
    }

    @Override
    public void delivered(Subscription subscription, Batch batch) {
        told.add("delivered " + batch.events().size() + (batch.gap() == null ? "" : " and a gap"));
    }

    @Override
    public void refused(Client client, Action action, TopicFilter topics) {
        told.add("refused " + action + " " + topics);
    }

    @Override
    public void refused(Client client, String limit) {
        told.add("refused " + limit);
    }

    @Override
    public void closed(Subscription subscription, CloseReason reason) {
        told.add("closed " + reason);
    }

    @Override
    public void logConnected() {
        told.add("log connected");
    }

    @Override
    public void logLost(String why) {
        told.add("log lost: " + why);
    }

    @Override
    public void logBehind(long events) {
        told.add("log behind " + events);
    }

    @Override
    public void missed(long calls) {
        told.add("missed " + calls);
    }

    /** What was told since the last look. */
    List<String> look() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }
}
