package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.realtime.RefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemExceptionTest {
    @ParameterizedTest
    @CsvSource({"BAD_REQUEST, 400", "FORBIDDEN, 403", "TOO_LARGE, 413", "TOO_MANY, 429", "UNAVAILABLE, 503"})
    void a_refusal_has_its_status_and_keeps_its_sentence(RefusedException.Code code, int status) {
        ProblemException problem = ProblemException.of(new RefusedException(code, "there are 5, the most allowed"));
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem).hasMessage("there are 5, the most allowed");
    }

    @ParameterizedTest
    @EnumSource(RefusedException.Code.class)
    void a_refusal_that_passes_says_when_to_come_back(RefusedException.Code code) {
        boolean passes = code == RefusedException.Code.TOO_MANY || code == RefusedException.Code.UNAVAILABLE;
        assertThat(ProblemException.of(new RefusedException(code, "no")).headers())
                .isEqualTo(passes ? Map.of("Retry-After", "5") : Map.of());
    }

    @Test
    void a_problem_is_itself_and_another_failure_stays_one() {
        ProblemException problem = new ProblemException(418, "I am a teapot", Map.of("X-Pot", "tea"));
        assertThat(Exchange.problem(problem)).isSameAs(problem);
        assertThat(Exchange.problem(new RefusedException(RefusedException.Code.FORBIDDEN, "no"))
                        .status())
                .isEqualTo(403);
        assertThatIllegalStateException()
                .isThrownBy(() -> Exchange.problem(new IllegalStateException("broken")))
                .withMessage("broken");
    }
}
