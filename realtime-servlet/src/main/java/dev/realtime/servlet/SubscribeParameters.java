package dev.realtime.servlet;

import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of every subscribing request. */
final class SubscribeParameters {
    static final int DEFAULT_LIMIT = 256;
    static final int MAX_LIMIT = 1_000;

    private SubscribeParameters() {}

    /**
     * What a request selects and where it begins.
     *
     * @param resume a place from elsewhere, such as a header, that wins over the parameters; null for none
     * @throws ProblemException 400, naming the parameter and what is accepted
     */
    static SubscriptionRequest parse(QueryString query, @Nullable Cursor resume) {
        List<TopicFilter> topics = new ArrayList<>();
        for (String topic : query.all("topic")) {
            try {
                topics.add(TopicFilter.of(topic));
            } catch (IllegalArgumentException e) {
                throw ProblemException.badParameter("topic", e);
            }
        }
        if (topics.isEmpty()) {
            throw ProblemException.badRequest(
                    "parameter 'topic' is required: a topic or a topic filter, such as orders/*");
        }
        return new SubscriptionRequest(topics, resume != null ? From.after(resume) : from(query));
    }

    private static From from(QueryString query) {
        String cursor = query.one("cursor");
        int replay = query.number("replay", 0).orElse(0);
        if (cursor == null) {
            return From.last(replay);
        }
        try {
            return From.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("parameter 'cursor': " + e.getMessage() + ", or 'earliest' or 'latest'");
        }
    }

    /** The most events of one answer. */
    static int limit(QueryString query) {
        return Math.min(MAX_LIMIT, query.number("limit", 1).orElse(DEFAULT_LIMIT));
    }
}
