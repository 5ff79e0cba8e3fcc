package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.realtime.event.TopicFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    private static final AccessRules DEMO = Access.rules()
            .allowSubscribe("user/{principal}/**")
            .denySubscribe("user/**")
            .allowSubscribe("**")
            .denyPublish("user/**")
            .allowPublish("**");

    @ParameterizedTest
    @ValueSource(strings = {"a", "*", "**", "$sys/a"})
    void nothing_is_allowed_by_default(String filter) {
        assertThat(allows(Access.denyAll(), "bob", Action.SUBSCRIBE, filter)).isFalse();
        assertThat(allows(Access.denyAll(), "bob", Action.PUBLISH, filter)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "orders/42,       true",
        "orders/*,        true",
        "orders/**,       true",
        "*,               true",
        "user,            true",
        "user/bob,        false",
        "user/bob/inbox,  true",
        "user/bob/**,     true",
        "user/bob/*,      true",
        "user/eve/inbox,  false",
        "user/*/inbox,    false",
        "user/**,         false",
        "*/bob/**,        false",
        "*/*,             false",
        "**,              false",
        "$sys/load,       false",
        "$sys/**,         false",
    })
    void a_wildcard_is_allowed_only_if_nothing_of_it_is_denied_before(String filter, boolean allowed) {
        assertThat(allows(DEMO, "bob", Action.SUBSCRIBE, filter)).isEqualTo(allowed);
    }

    @Test
    void an_allowing_rule_must_cover_all_that_is_asked_for() {
        Access access = Access.allowSubscribe("a/*", "b/**");
        assertThat(allows(access, null, Action.SUBSCRIBE, "a/x")).isTrue();
        assertThat(allows(access, null, Action.SUBSCRIBE, "a/**")).isFalse();
        assertThat(allows(access, null, Action.SUBSCRIBE, "*/x")).isFalse();
        assertThat(allows(access, null, Action.SUBSCRIBE, "b/*/c")).isTrue();
    }

    @Test
    void the_first_rule_that_decides_holds() {
        Access denyFirst = Access.rules().denySubscribe("a/x").allowSubscribe("a/*");
        Access allowFirst = Access.rules().allowSubscribe("a/*").denySubscribe("a/x");
        assertThat(allows(denyFirst, null, Action.SUBSCRIBE, "a/x")).isFalse();
        assertThat(allows(denyFirst, null, Action.SUBSCRIBE, "a/*")).isFalse();
        assertThat(allows(denyFirst, null, Action.SUBSCRIBE, "a/y")).isTrue();
        assertThat(allows(allowFirst, null, Action.SUBSCRIBE, "a/x")).isTrue();
    }

    @Test
    void publishing_is_a_grant_of_its_own() {
        assertThat(allows(Access.allowSubscribe("**"), null, Action.PUBLISH, "a"))
                .isFalse();
        assertThat(allows(Access.rules().allowPublish("a"), null, Action.SUBSCRIBE, "a"))
                .isFalse();
        assertThat(allows(Access.rules().allowPublish("a"), null, Action.PUBLISH, "a"))
                .isTrue();
        assertThat(allows(DEMO, "bob", Action.PUBLISH, "user/bob/inbox")).isFalse();
        assertThat(allows(DEMO, "bob", Action.PUBLISH, "chat/lobby")).isTrue();
    }

    @Test
    void a_principal_stands_for_one_segment() {
        assertThat(allows(DEMO, null, Action.SUBSCRIBE, "user/bob/inbox")).isFalse();
        assertThat(allows(DEMO, null, Action.SUBSCRIBE, "user/{principal}/inbox"))
                .isFalse();
        assertThat(allows(DEMO, null, Action.SUBSCRIBE, "user/null/inbox")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "bob/eve", "", "a*", "/", "\n", "\uD800"})
    void a_name_that_is_no_plain_segment_is_granted_nothing(String name) {
        for (String filter : new String[] {"user/**", "user/*/**", "user/bob/x", "user/eve/x", "user/bob/eve/x"}) {
            assertThat(allows(DEMO, name, Action.SUBSCRIBE, filter)).as(filter).isFalse();
        }
    }

    @Test
    void a_name_never_opens_what_is_reserved() {
        Access access = Access.allowSubscribe("{principal}/**");
        assertThat(allows(access, "bob", Action.SUBSCRIBE, "bob/x")).isTrue();
        assertThat(allows(access, "$sys", Action.SUBSCRIBE, "$sys/x")).isFalse();
        assertThat(allows(Access.allowSubscribe("user/{principal}"), "$a", Action.SUBSCRIBE, "user/$a"))
                .isTrue();
    }

    @Test
    void a_filter_that_breaks_a_rule_is_refused_when_it_is_given() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Access.allowSubscribe("a", "b**"))
                .withMessage("topic filter must have '*' only as a whole segment and '**' only as the last one: b**");
    }

    @Test
    void rules_are_added_to_a_copy() {
        AccessRules none = Access.rules();
        none.allowSubscribe("**");
        assertThat(allows(none, null, Action.SUBSCRIBE, "a")).isFalse();
    }

    @Test
    void a_rule_of_ones_own_answers_at_once() {
        Access access = Access.of((client, action, topics) -> client.principal() != null && topics.isExact());
        assertThat(allows(access, "bob", Action.SUBSCRIBE, "a")).isTrue();
        assertThat(allows(access, "bob", Action.SUBSCRIBE, "*")).isFalse();
        assertThat(allows(access, null, Action.SUBSCRIBE, "a")).isFalse();
    }

    private static boolean allows(Access access, String principal, Action action, String filter) {
        return access.decide(NotifierRig.client(principal), action, TopicFilter.of(filter))
                .toCompletableFuture()
                .join();
    }
}
