package dev.realtime;

import dev.realtime.event.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Access by a list of rules, of which the first that decides holds.
 *
 * <p>An allowing rule decides where its filter covers all that is asked for; a denying one where its filter overlaps any
 * of it. What no rule decides is refused. In a filter, the segment <code>{principal}</code> stands for the name of the
 * client's login; such a rule decides nothing for one who is not logged in, or whose name cannot be a segment.
 *
 * <pre>{@code
 * Access.rules()
 *         .allowSubscribe("user/{principal}/**")
 *         .denySubscribe("user/**")
 *         .allowSubscribe("**")
 *         .allowPublish("chat/**")
 * }</pre>
 *
 * Immutable: each method returns the longer list.
 */
public final class AccessRules implements Access {
    static final AccessRules NONE = new AccessRules(List.of());

    private static final String PRINCIPAL = "{principal}";

    private final List<Entry> entries;

    private record Entry(
            Action action,
            boolean allow,
            String pattern,
            @Nullable TopicFilter fixed) {
        static Entry of(Action action, boolean allow, String pattern) {
            boolean personal = List.of(pattern.split("/", -1)).contains(PRINCIPAL);
            TopicFilter valid = TopicFilter.of(pattern);
            return new Entry(action, allow, pattern, personal ? null : valid);
        }

        /** The rule's filter for this client; null where it says nothing about it. */
        @Nullable
        TopicFilter filterFor(Client client) {
            if (fixed != null) {
                return fixed;
            }
            String name = client.principal();
            if (name == null || name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('*') >= 0) {
                return null;
            }
            if (name.charAt(0) == '$' && pattern.startsWith(PRINCIPAL)) {
                return null; // a name must not reach what is reserved
            }
            try {
                return TopicFilter.of(pattern.replace(PRINCIPAL, name));
            } catch (IllegalArgumentException notASegment) {
                return null;
            }
        }
    }

    private AccessRules(List<Entry> entries) {
        this.entries = entries;
    }

    /** Then: allow subscribing within these filters. */
    public AccessRules allowSubscribe(String... topicFilters) {
        return with(Action.SUBSCRIBE, true, topicFilters);
    }

    /** Then: deny subscribing to anything these filters select. */
    public AccessRules denySubscribe(String... topicFilters) {
        return with(Action.SUBSCRIBE, false, topicFilters);
    }

    /** Then: allow publishing to the topics these filters select. */
    public AccessRules allowPublish(String... topicFilters) {
        return with(Action.PUBLISH, true, topicFilters);
    }

    /** Then: deny publishing to the topics these filters select. */
    public AccessRules denyPublish(String... topicFilters) {
        return with(Action.PUBLISH, false, topicFilters);
    }

    private AccessRules with(Action action, boolean allow, String... topicFilters) {
        List<Entry> longer = new ArrayList<>(entries);
        for (String pattern : topicFilters) {
            longer.add(Entry.of(action, allow, pattern));
        }
        return new AccessRules(List.copyOf(longer));
    }

    @Override
    public CompletionStage<Boolean> decide(Client client, Action action, TopicFilter topics) {
        return CompletableFuture.completedStage(allows(client, action, topics));
    }

    private boolean allows(Client client, Action action, TopicFilter topics) {
        for (Entry entry : entries) {
            TopicFilter filter = entry.action == action ? entry.filterFor(client) : null;
            if (filter != null && (entry.allow ? filter.covers(topics) : filter.overlaps(topics))) {
                return entry.allow;
            }
        }
        return false;
    }
}
