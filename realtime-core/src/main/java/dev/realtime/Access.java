package dev.realtime;

import dev.realtime.event.TopicFilter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The one hook that says what a client may do: asked at every subscribe, publish and resume.
 *
 * <p>Called on the thread that handles a client's HTTP request, else on the notifier's executor, never on one that delivers events;
 * may be called by several at once. A decision that takes time belongs in the stage: one that has not come within two
 * seconds, fails, or throws is a refusal. A call that does not return holds its thread; beyond
 * {@link NotifierBuilder#maxAccessCalls} of them clients are refused until later, and nobody else is harmed.
 *
 * <p>A filter is granted or refused as a whole, so a rule over wildcards must ask {@link TopicFilter#covers} of what it allows and {@link TopicFilter#overlaps} of what it denies, as
 * {@link AccessRules} does.
 */
@FunctionalInterface
public interface Access {
    CompletionStage<Boolean> decide(Client client, Action action, TopicFilter topics);

    /** A hook whose answer is there at once. */
    @FunctionalInterface
    interface Rule {
        boolean allows(Client client, Action action, TopicFilter topics);
    }

    /** The hook that answers as {@code rule} does. */
    static Access of(Rule rule) {
        return (client, action, topics) -> CompletableFuture.completedStage(rule.allows(client, action, topics));
    }

    /** Refuses everything: the default of a {@link Notifier}. */
    static Access denyAll() {
        return rules();
    }

    /** No rules yet, to add to; refuses what none of them allows. */
    static AccessRules rules() {
        return AccessRules.NONE;
    }

    /** Anyone may subscribe to the topics these filters select, and nobody may publish. */
    static AccessRules allowSubscribe(String... topicFilters) {
        return rules().allowSubscribe(topicFilters);
    }
}
