package dev.realtime.stomp;

import dev.realtime.RefusedException;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * What the destinations of one client mean: {@code /topic/<topic>}, and {@code /user/queue/<rest>} for the topic
 * {@code user/<principal>/<rest>} of its own. Immutable.
 *
 * @param principal who is logged in, or null
 */
record Destinations(@Nullable String principal) {
    private static final String TOPIC = "/topic/";
    private static final String USER = "/user/queue/";

    /** The topics that a SUBSCRIBE selects. */
    TopicFilter filter(String destination) {
        return parse(destination, TopicFilter::of);
    }

    /** The topic that a SEND is for. */
    Topic topic(String destination) {
        Topic topic = parse(destination, Topic::new);
        if (topic.isReserved()) {
            throw Refusals.badRequest("topic must not begin with '$', which is reserved: " + topic);
        }
        return topic;
    }

    private interface Parser<T> {
        T parse(String name);
    }

    private <T> T parse(String destination, Parser<T> parser) {
        String name;
        if (destination.startsWith(TOPIC)) {
            name = destination.substring(TOPIC.length());
        } else if (destination.startsWith(USER)) {
            name = own() + destination.substring(USER.length());
        } else {
            throw Refusals.badRequest("header 'destination' must begin with " + TOPIC + " or " + USER + ": "
                    + Refusals.quote(destination));
        }
        try {
            return parser.parse(name);
        } catch (IllegalArgumentException e) {
            throw RefusedException.badRequest("header 'destination': ", e);
        }
    }

    /** A name with a slash or a wildcard in it would reach other users' topics. */
    private String own() {
        if (principal == null) {
            throw new RefusedException(
                    RefusedException.Code.FORBIDDEN,
                    "a destination under " + USER + " is for clients who are logged in");
        }
        if (principal.isEmpty() || principal.indexOf('/') >= 0 || principal.indexOf('*') >= 0) {
            throw new RefusedException(
                    RefusedException.Code.FORBIDDEN,
                    "a destination under " + USER + " is for users whose name has no '/' and no '*'");
        }
        return "user/" + principal + "/";
    }
}
