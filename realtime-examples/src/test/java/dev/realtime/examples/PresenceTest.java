package dev.realtime.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Client;
import dev.realtime.CloseReason;
import dev.realtime.Notifier;
import dev.realtime.Subscription;
import dev.realtime.SubscriptionRequest;
import dev.realtime.event.Event;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import dev.realtime.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is online, as the page is told. */
class PresenceTest {
    private static final String LOBBY = "chat/lobby/*";
    private static final Duration AWAY = Presence.STAYS.plus(Presence.LOOK.multipliedBy(2));

    private final ManualTime time = new ManualTime();
    private final Presence presence = new Presence(List.of("lobby", "garden"));
    private final Notifier notifier = Notifier.builder()
            .access(Access.allowSubscribe("**"))
            .scheduler(time)
            .ticker(time)
            .executor(Runnable::run)
            .listener(presence)
            .build();

    @BeforeEach
    void start() {
        presence.start(notifier, Nodes.alone(notifier));
    }

    @AfterEach
    void stop() {
        notifier.close();
    }

    private Subscription opens(@Nullable String name, String... topics) {
        Client client = new Client(name, "127.0.0.1", Map.of(), "test");
        return notifier.subscribeFor(client, SubscriptionRequest.to(topics))
                .toCompletableFuture()
                .join();
    }

    /** All that was published of a room so far. */
    private List<String> told(String room) {
        try (Subscription all =
                notifier.subscribe(SubscriptionRequest.to("presence/" + room).from(From.earliest()))) {
            return all.next(1_000).events().stream()
                    .map(Event::data)
                    .map(String::valueOf)
                    .toList();
        }
    }

    private static String names(String... names) {
        return List.of(names).stream().collect(Collectors.joining("\",\"", "{\"names\":[\"", "\"]}"));
    }

    private static final String NOBODY = "{\"names\":[]}";

    @Test
    void nobody_is_there_in_the_beginning() {
        assertThat(told("lobby")).containsExactly(NOBODY);
        assertThat(told("garden")).containsExactly(NOBODY);
    }

    @Test
    void who_comes_and_goes_is_told_to_their_room_alone() {
        Subscription bob = opens("bob", "chat/lobby", LOBBY);
        opens("ann", LOBBY);
        time.advance(Presence.LOOK);
        bob.close();
        time.advance(AWAY);
        assertThat(told("lobby")).containsExactly(NOBODY, names("ann", "bob"), names("ann"));
        assertThat(told("garden")).containsExactly(NOBODY);
    }

    @Test
    void one_person_in_two_tabs_is_online_once_and_until_the_second_closes() {
        Subscription first = opens("ann", LOBBY);
        Subscription second = opens("ann", LOBBY);
        time.advance(Presence.LOOK);
        first.close();
        time.advance(AWAY);
        assertThat(told("lobby")).containsExactly(NOBODY, names("ann"));
        second.close();
        time.advance(AWAY);
        assertThat(told("lobby")).containsExactly(NOBODY, names("ann"), NOBODY);
    }

    @Test
    void one_that_vanishes_is_away_when_the_server_notices() {
        Subscription vanished = opens("ann", LOBBY);
        time.advance(Duration.ofMinutes(1));
        assertThat(told("lobby")).containsExactly(NOBODY, names("ann"));
        vanished.close(CloseReason.CLIENT_GONE);
        time.advance(AWAY);
        assertThat(told("lobby")).containsExactly(NOBODY, names("ann"), NOBODY);
    }

    @Test
    void one_who_polls_is_online_between_two_polls() {
        for (int i = 0; i < 20; i++) {
            opens("ann", LOBBY).close(CloseReason.ANSWERED);
            time.advance(Duration.ofSeconds(3));
        }
        assertThat(told("lobby")).containsExactly(NOBODY, names("ann"));
    }

    @Test
    void a_connection_that_changes_its_topics_changes_rooms() {
        Subscription ann = opens("ann", LOBBY);
        time.advance(Presence.LOOK);
        ann.add(List.of(TopicFilter.of("chat/garden/*")));
        ann.remove(List.of(TopicFilter.of(LOBBY)));
        time.advance(AWAY);
        assertThat(told("lobby")).containsExactly(NOBODY, names("ann"), NOBODY);
        assertThat(told("garden")).containsExactly(NOBODY, names("ann"));
    }

    @Test
    void who_has_no_name_or_only_looks_at_something_else_is_not_there() {
        opens(null, LOBBY);
        opens("bob", "chat/lobby/ann");
        opens("cid", "chat/lobby", "presence/lobby");
        notifier.subscribe(SubscriptionRequest.to(LOBBY));
        time.advance(AWAY);
        assertThat(told("lobby")).containsExactly(NOBODY);
    }

    @Test
    void a_room_tells_of_so_many_and_of_the_next_when_one_of_them_leaves() {
        List<Subscription> many = IntStream.range(0, Presence.MOST)
                .mapToObj(i -> opens("a%03d".formatted(i), LOBBY))
                .toList();
        time.advance(Presence.LOOK);
        opens("zoe", LOBBY);
        time.advance(AWAY);
        assertThat(told("lobby")).hasSize(2).last().asString().doesNotContain("zoe");
        many.get(0).close();
        time.advance(AWAY);
        assertThat(told("lobby")).last().asString().contains("zoe").doesNotContain("a000");
    }
}
