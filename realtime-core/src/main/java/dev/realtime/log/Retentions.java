package dev.realtime.log;

import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import java.util.List;

/** Which retention a topic has: that of the first rule that selects it, or the default. Immutable. */
record Retentions(List<Rule> rules, Retention byDefault) {
    record Rule(TopicFilter filter, Retention retention) {}

    Retentions {
        rules = List.copyOf(rules);
    }

    Retention of(Topic topic) {
        for (Rule rule : rules) {
            if (rule.filter.matches(topic)) {
                return rule.retention;
            }
        }
        return byDefault;
    }
}
