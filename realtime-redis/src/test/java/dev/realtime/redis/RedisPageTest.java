package dev.realtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.event.Event;
import dev.realtime.log.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/REDIS.md shows is true. */
class RedisPageTest extends RedisRig {
    private static final Path PAGE = Path.of("../docs/REDIS.md");
    private static final Path HERE = Path.of("src/test/java/dev/realtime/redis/RedisPageTest.java");

    @Test
    void its_code_is_that_of_the_next_test() throws IOException {
        assertThat(plain(Files.readString(HERE)))
                .contains(plain(block("java").replace("\"redis://127.0.0.1:6379\"", "uri")));
    }

    @Test
    void one_more_line_and_the_log_is_on_redis() {
        String uri = server().uri();
        Access access = Access.denyAll();
        EventLog log = RedisEventLog.builder().uri(uri).connect();
        Notifier notifier = Notifier.builder().log(log).access(access).build();
        Event event = notifier.publish("a", 1);
        assertThat(log.head()).isEqualTo(event.id());
        notifier.close();
        log.close();
    }

    @Test
    void its_user_is_the_one_that_is_tested() throws IOException {
        assertThat(block("").strip()).isEqualTo(String.join(" ", RedisAcl.setUser("app", "secret", "realtime")));
    }

    private static String block(String language) throws IOException {
        Pattern block = Pattern.compile("(?m)^```" + language + "\n(.*?)^```$", Pattern.DOTALL);
        String page = Files.readString(PAGE);
        String rest = language.isEmpty() ? page.substring(page.indexOf("A node's user needs")) : page;
        return block.matcher(rest)
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", "");
    }
}
