package dev.realtime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Notifier;
import dev.realtime.event.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is notified of what is said in the chat. */
class MentionsTest {
    @ParameterizedTest
    @CsvSource({
        "'hi @bob', bob",
        "'@bob, @ann: @bob!', 'bob ann'",
        "'ask @지민 or @j.doe-smith.', '지민 j.doe-smith'",
        "'mail bob@example.org', ''",
        "'@ nobody, @/x @*', ''",
        "'@a @b @c @d @e @f', 'a b c d e'"
    })
    void a_name_after_an_at_sign_is_mentioned_once(String text, String names) {
        assertThat(String.join(" ", Mentions.mentionedIn(text))).isEqualTo(names);
    }

    @Test
    void who_is_mentioned_is_told_by_whom_and_where_but_not_of_their_own_words() throws Exception {
        try (Notifier notifier = Notifier.create()) {
            BlockingQueue<Event> told = new LinkedBlockingQueue<>();
            notifier.subscribe("user/**", told::add);
            Mentions.follow(notifier);
            notifier.publish("chat/lobby", Map.of("text", "@bob: nobody has signed this"));
            notifier.publish("chat/lobby/ann", "@bob: this is no message");
            notifier.publish("chat/lobby/ann", List.of("@bob"));
            notifier.publish("chat/lobby/ann", Map.of("text", "I am @ann"));
            notifier.publish("chat/garden/ann", Map.of("text", "@bob, look", "from", "cid"));

            Event mention = told.poll(10, TimeUnit.SECONDS);
            assertThat(mention.topic().name()).isEqualTo("user/bob/mentions");
            assertThat(mention.data()).hasToString("{\"from\":\"ann\",\"room\":\"garden\",\"text\":\"@bob, look\"}");
        }
    }
}
