package dev.realtime.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.DemoApplication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README shows is true: its code is code of a tested file, and its commands answer as it says. */
class ReadmeTest {
    private static final Path README = Path.of("../README.md");

    static Stream<String> blocks(String language) {
        Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
        return block.matcher(read(README)).results().map(match -> match.group(1));
    }

    static Stream<String> javaAndXml() {
        return Stream.concat(blocks("java"), blocks("xml"));
    }

    static Stream<String> curls() {
        return blocks("sh").flatMap(String::lines).filter(line -> line.startsWith("curl"));
    }

    @ParameterizedTest
    @MethodSource("javaAndXml")
    void code_in_the_readme_is_code_of_a_tested_file(String block) throws IOException {
        Pattern tested =
                Pattern.compile(".*/(readme/.*|NdjsonTransport(Test)?|testkit/InMemoryEventLogTest)\\.(java|xml)");
        try (Stream<Path> examples = Files.walk(Path.of("src"));
                Stream<Path> testkit = Files.walk(Path.of("../realtime-testkit/src/test"))) {
            List<String> sources = Stream.concat(examples, testkit)
                    .filter(file -> tested.matcher(file.toString()).matches())
                    .map(file -> plain(read(file)))
                    .toList();
            assertThat(sources).anyMatch(source -> source.contains(plain(block)));
        }
    }

    @ParameterizedTest
    @MethodSource("curls")
    @Timeout(30)
    void each_curl_of_the_readme_answers(String line) throws IOException, InterruptedException {
        String expected = line.contains("/publish")
                ? "{\"cursor\":\""
                : line.contains("/sse") ? "event: price" : "\"topic\":\"prices/demo\"";
        try (EmbeddedServer server = Container.JETTY.start(0, new DemoApplication())) {
            Process curl = new ProcessBuilder("bash", "-c", line.replace(":8080/", ":" + server.port() + "/"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out = curl.inputReader()) {
                assertThat(out.lines().filter(text -> text.contains(expected)).findFirst())
                        .isPresent();
            } finally {
                curl.destroy();
                curl.waitFor();
            }
        }
    }

    @Test
    void the_readme_shows_a_curl_for_each_path() {
        assertThat(curls().map(line -> line.replaceFirst(".*/realtime/([a-z-]+).*", "$1")))
                .containsExactly("poll", "long-poll", "sse", "publish");
    }

    @Test
    void the_demo_takes_what_the_readme_gives_it() {
        String pom = read(Path.of("pom.xml"));
        String profile = pom.substring(pom.indexOf("<id>demo</id>"));
        List<String> given = blocks("sh")
                .flatMap(String::lines)
                .filter(line -> line.startsWith("./mvnw -Pdemo"))
                .flatMap(line -> Pattern.compile("-D(\\w+)=").matcher(line).results())
                .map(match -> match.group(1))
                .distinct()
                .toList();
        assertThat(given)
                .contains("redis", "port")
                .allSatisfy(name -> assertThat(profile)
                        .contains("<argument>--" + name + "</argument>", "<argument>${" + name + "}</argument>"));
    }

    private static String plain(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
