package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.event.TopicFilter;
import dev.realtime.log.From;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecheckTest {
    private final Set<String> revoked = new HashSet<>();
    private final List<CompletableFuture<Boolean>> undecided = new ArrayList<>();
    private boolean slow;
    private final NotifierRig rig = new NotifierRig(settings -> settings.access((client, action, topics) -> {
        boolean allowed = !revoked.contains(client.principal() + " " + topics);
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        if (slow) {
            undecided.add(decision);
        } else {
            decision.complete(allowed);
        }
        return decision;
    }));

    @AfterEach
    void close() {
        rig.close();
    }

    private CompletableFuture<Subscription> ask(@Nullable String principal, String... topics) {
        return rig.notifier
                .subscribeFor(NotifierRig.client(principal), SubscriptionRequest.to(topics))
                .toCompletableFuture();
    }

    private CompletableFuture<Void> recheck(@Nullable String principal) {
        CompletableFuture<Void> done = rig.notifier.recheck(principal).toCompletableFuture();
        rig.executor.runAll();
        return done;
    }

    @Test
    void what_is_refused_now_ends_and_its_reader_is_woken() {
        List<String> woken = new ArrayList<>();
        Subscription lost = ask("ann", "a", "b").join();
        lost.onAvailable(() -> woken.add("lost"));
        Subscription kept = ask("ann", "a").join();
        rig.notifier.publish("b", 1);
        rig.recorder.look();
        revoked.add("ann b");
        assertThat(recheck("ann")).isCompleted();
        assertThat(lost.closed()).isEqualTo(CloseReason.REFUSED);
        assertThat(woken).containsExactly("lost");
        assertThat(lost.next(10).isEmpty()).isTrue(); // not even what came before
        assertThat(kept.closed()).isNull();
        assertThat(rig.recorder.look()).containsExactly("refused SUBSCRIBE b", "closed REFUSED");
        assertThat(rig.notifier.connectionCount()).isEqualTo(1);
    }

    @Test
    void others_are_not_asked() {
        Subscription bob = ask("bob", "a").join();
        Subscription nobody = ask(null, "a").join();
        Subscription inside = rig.subscribe("a");
        revoked.addAll(List.of("bob a", "null a", "ann a"));
        recheck("ann");
        assertThat(List.of(bob, nobody, inside)).allMatch(one -> one.closed() == null);
        recheck(null);
        assertThat(nobody.closed()).isEqualTo(CloseReason.REFUSED);
        assertThat(List.of(bob, inside)).allMatch(one -> one.closed() == null);
    }

    @Test
    void it_is_done_when_the_answers_have_come() {
        Subscription one = ask("ann", "a").join();
        slow = true;
        CompletableFuture<Void> done = recheck("ann");
        assertThat(done).isNotDone();
        assertThat(one.closed()).isNull();
        undecided.get(0).complete(false);
        assertThat(done).isCompleted();
        assertThat(one.closed()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void a_hook_that_does_not_answer_has_refused() {
        Subscription hanging = ask("ann", "a").join();
        slow = true;
        recheck("ann");
        rig.scheduler.advance(AccessGate.TIMEOUT);
        assertThat(hanging.closed()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void one_that_was_allowed_before_the_change_and_begins_after_it_is_asked_again() {
        slow = true;
        CompletableFuture<Subscription> asking = ask("ann", "a");
        slow = false;
        revoked.add("ann a");
        recheck("ann");
        undecided.get(0).complete(true); // as it was before
        Subscription late = asking.join();
        rig.executor.runAll();
        assertThat(late.closed()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void topics_that_were_allowed_before_the_change_and_join_after_it_are_asked_for_again() {
        Subscription one = ask("ann", "a").join();
        revoked.add("ann b");
        recheck("ann");
        assertThat(one.closed()).isNull();
        one.add(List.of(TopicFilter.of("b")));
        rig.executor.runAll();
        assertThat(one.closed()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void without_a_change_nobody_is_asked_twice() {
        Subscription one = ask("ann", "a").join();
        one.add(List.of(TopicFilter.of("b")));
        assertThat(rig.executor.size()).isZero();
    }

    @Test
    void who_resumes_is_asked_again() {
        Subscription one = ask("ann", "a").join();
        revoked.add("ann a");
        NotifierRig.assertRefused(
                rig.notifier.subscribeFor(
                        NotifierRig.client("ann"), SubscriptionRequest.to("a").from(From.after(one.cursor()))),
                RefusedException.Code.FORBIDDEN,
                "not allowed to subscribe to a");
    }
}
