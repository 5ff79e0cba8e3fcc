package dev.realtime;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import java.util.List;

/**
 * What a subscription selects, and where it begins. Immutable.
 *
 * @param topics at least one filter; an event that several select is delivered once
 */
public record SubscriptionRequest(List<TopicFilter> topics, From from) {
    public SubscriptionRequest {
        topics = topics.stream().distinct().toList();
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("a subscription must have at least one topic filter");
        }
    }

    /** What comes from now on. */
    public static SubscriptionRequest to(String... topicFilters) {
        return new SubscriptionRequest(
                List.of(topicFilters).stream().map(TopicFilter::of).toList(), From.latest());
    }

    public SubscriptionRequest from(From place) {
        return new SubscriptionRequest(topics, place);
    }
}
