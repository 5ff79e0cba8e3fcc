package dev.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientTest {
    private final Client client =
            new Client("bob", "192.0.2.1", Map.of("Authorization", List.of("Bearer secret")), "sse");

    @Test
    void headers_are_found_in_any_case_and_cannot_be_changed() {
        assertThat(client.headers().get("authorization")).containsExactly("Bearer secret");
        assertThatThrownBy(() -> client.headers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void headers_with_several_values_are_listed_by_name() {
        Map<String, List<String>> headers = new Client(
                        null, "192.0.2.1", Map.of("Via", List.of("a", "b"), "Accept", List.of("*/*")), "sse")
                .headers();
        assertThat(headers).hasSize(2).containsEntry("Accept", List.of("*/*")).containsEntry("Via", List.of("a", "b"));
        assertThat(headers.get("VIA")).containsExactly("a", "b");
        assertThat(headers.get("Origin")).isNull();
    }

    @Test
    void its_text_shows_no_header() {
        assertThat(client).hasToString("sse client bob at 192.0.2.1");
        assertThat(new Client(null, "192.0.2.1", Map.of(), "poll"))
                .hasToString("poll client (not logged in) at 192.0.2.1");
    }
}
