package dev.realtime.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each statement of docs/CONTRACT.md names a test that is there, or says that it has none. */
class ContractPageTest {
    private static final Path PAGE = Path.of("../docs/CONTRACT.md");
    private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\(([^)]+)\\)");

    /** A test of JUnit with its annotations, those of parameters included, and nothing between. */
    private static final String TEST_METHOD = "@(Parameterized|Container)?Test\\b[^{};]*?\\bvoid %s\\(";

    static List<String> statements() throws IOException {
        String text = Files.readString(PAGE);
        String listed = text.substring(text.indexOf("\n## "));
        return Arrays.stream(listed.split("\n(?=- |\n|## )"))
                .filter(piece -> piece.startsWith("- "))
                .toList();
    }

    static Stream<MatchResult> links() throws IOException {
        return LINK.matcher(Files.readString(PAGE)).results();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void a_statement_is_held_by_a_test_or_says_that_it_is_not(String statement) {
        assertThat(LINK.matcher(statement).find()).isNotEqualTo(statement.contains("**not held yet**"));
    }

    @ParameterizedTest
    @MethodSource("links")
    void a_link_leads_to_what_it_names(MatchResult link) throws IOException {
        Path file = PAGE.resolveSibling(link.group(2));
        assertThat(file).isRegularFile();
        String name = link.group(1);
        boolean isTest = name.contains("_");
        String source = Files.readString(file);
        assertThat(Pattern.compile(TEST_METHOD.formatted(name)).matcher(source).find() || !isTest)
                .as("a test %s in %s", name, file)
                .isTrue();
    }

    @Test
    void there_are_many_statements() throws IOException {
        assertThat(statements()).hasSizeGreaterThan(30);
    }
}
