package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StompCasesTest {
    static Stream<StompCase> cases() {
        return StompCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void as_the_specification_has_it(StompCase conversation) {
        try (StompRig rig = new StompRig()) {
            conversation.run(rig);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_same_one_character_at_a_time(StompCase conversation) {
        try (StompRig rig = new StompRig().inPiecesOf(1)) {
            conversation.run(rig);
        }
    }

    @Test
    void there_are_as_many_cases_as_the_issue_asks_for() {
        assertThat(StompCases.all()).hasSizeGreaterThan(60);
    }
}
