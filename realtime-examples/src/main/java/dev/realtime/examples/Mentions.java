package dev.realtime.examples;

import dev.realtime.EventListener;
import dev.realtime.Notifier;
import dev.realtime.Publication;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Follows the chat, and notifies everyone who is mentioned there as {@code @name}, on {@code user/<name>/mentions}. */
final class Mentions implements EventListener {
    /** How many names of one message are notified. */
    static final int MOST = 5;

    /** Not within a word, so that an e-mail address mentions nobody; a full stop or hyphen only between letters. */
    private static final Pattern MENTION =
            Pattern.compile("(?<![\\p{L}\\p{N}])@([\\p{L}\\p{N}_]{1,40}(?:[.-][\\p{L}\\p{N}_]{1,40}){0,2})");

    private final Notifier notifier;

    Mentions(Notifier notifier) {
        this.notifier = notifier;
    }

    /** What is published: who has mentioned the reader, in which room and in which words. */
    record Mention(String from, String room, String text) {}

    /** Follows the chat until the notifier is closed. */
    static void follow(Notifier notifier) {
        notifier.subscribe("chat/*/*", new Mentions(notifier));
    }

    @Override
    public void onEvent(Event event) {
        List<String> chatRoomAuthor = TopicFilter.of(event.topic()).segments();
        Mention mention = new Mention(
                chatRoomAuthor.get(2),
                chatRoomAuthor.get(1),
                Nodes.json(event).path("text").asText(""));
        for (String name : mentionedIn(mention.text())) {
            if (!name.equals(mention.from())) {
                // Each node that shares the log does so; by the key, it is one event.
                notifier.publish(Publication.of("user/" + name + "/mentions", mention)
                        .withKey(event.id().token()));
            }
        }
    }

    static List<String> mentionedIn(String text) {
        return MENTION.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .limit(MOST)
                .toList();
    }
}
