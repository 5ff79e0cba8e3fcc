package dev.realtime.examples.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    private static List<Scenario> parse(String json) throws JsonProcessingException {
        return Scenario.parse(new JsonMapper().readTree(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'count': 1, 'scenarios': [{'name': 'a', 'steps': [['explode']]}]}         | no such step: ["explode"]
            {'count': 1, 'scenarios': [{'name': 'a', 'steps': [['Cut']]}]}             | no such step: ["Cut"]
            {'count': 1, 'scenarios': [{'name': 'a', 'steps': [[]]}]}                  | no such step: []
            {'count': 1, 'scenarios': [{'name': 'a', 'kept': 1, 'steps': [['cut']]}]} | a scenario has no field 'kept'
            {'count': 2, 'scenarios': [{'name': 'a', 'steps': [['cut']]}]}             | not 2 scenarios: 1
            """)
    void what_is_not_known_is_an_error(String file, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(file)).withMessageStartingWith(message);
    }

    @Test
    void a_range_is_written_out() throws IOException {
        Scenario scenario = parse(
                        "{'count': 1, 'scenarios': [{'name': 'a', 'steps': [['publish', 't', {'range': [1, 4]}, 9]]}]}")
                .get(0);
        assertThat(scenario.steps().get(0).items()).hasToString("[1, 2, 3, 9]");
    }

    @Test
    void names_are_their_own() throws IOException {
        assertThat(Scenario.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    }
}
