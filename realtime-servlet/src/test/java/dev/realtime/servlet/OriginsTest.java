package dev.realtime.servlet;

import static dev.realtime.servlet.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private final Origins origins = new Origins(Set.of("https://listed.example", "http://listed.example:8080"));

    private static FakeExchange at(String host) {
        return FakeExchange.get("/sse").header("Host", host);
    }

    private void assertRefused(FakeExchange exchange) {
        assertProblem(
                () -> origins.check(exchange.request()),
                403,
                "header 'Origin' must be this server's own, or one that it lists");
    }

    private void assertOwn(FakeExchange exchange) {
        assertThat(origins.check(exchange.request())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example, app.example",
        "https://app.example, app.example",
        "http://app.example:80, app.example",
        "http://app.example, app.example:80",
        "https://app.example:443, app.example",
        "https://app.example, app.example:443",
        "http://app.example:8080, app.example:8080",
        "HTTP://APP.Example, app.example",
        "http://app.example, APP.EXAMPLE",
        "http://127.0.0.1:8080, 127.0.0.1:8080",
        "http://[::1]:8080, [::1]:8080",
        "http://[::1], [::1]:80",
        "http://[2001:DB8::1], [2001:db8::1]",
        "http://localhost:8080, localhost:8080",
        "http://my_service:8080, my_service:8080",
        "http://xn--9n2bp8q.example, xn--9n2bp8q.example",
    })
    void an_origin_with_the_host_and_port_of_the_request_is_our_own(String origin, String host) {
        assertOwn(at(host).header("Origin", origin));
    }

    @ParameterizedTest
    @CsvSource({
        "http://other.example, app.example",
        "http://app.example:8080, app.example",
        "http://app.example, app.example:8080",
        "http://app.example:443, app.example",
        "https://app.example:80, app.example",
        "http://app.example, app.example:443",
        "https://app.example, app.example:80",
        "http://app.example.evil.example, app.example",
        "http://sub.app.example, app.example",
        "http://example, app.example",
        "http://app.example., app.example",
        "http://[::2]:8080, [::1]:8080",
        "http://localhost:8080, 127.0.0.1:8080",
    })
    void one_with_another_host_or_port_is_not(String origin, String host) {
        assertRefused(at(host).header("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "app.example",
                "//app.example",
                "ws://app.example",
                "file://app.example",
                "chrome-extension://app.example",
                "http://app.example/",
                "http://app.example/path",
                "http://app.example?query",
                "http://app.example#fragment",
                "http://user@app.example",
                "http://app.example@evil.example",
                "http://evil.example@app.example",
                "http://app.example:80@evil.example",
                "http://app.example\\@evil.example",
                "http://app.example:",
                "http://app.example:http",
                "http://app.example:99999999999",
                "http://app.example:-80",
                "http://",
                "http:app.example",
                "http:///app.example",
                " http://app.example",
                "http://app.example http://app.example",
                "http://app.example, http://app.example",
                "http://app.example,http://listed.example",
                "https://listed.example,https://listed.example",
                "http://app%2eexample",
                "http://app.example\u0000",
                "http://::1",
            })
    void what_is_not_one_origin_is_refused_whatever_a_browser_says_of_it(String origin) {
        assertRefused(at("app.example").header("Origin", origin));
        assertRefused(at("app.example").header("Origin", origin).header("Sec-Fetch-Site", "same-origin"));
    }

    @Test
    void doubled_origins_are_refused_even_where_each_is_good() {
        assertRefused(at("app.example").header("Origin", "http://app.example").header("Origin", "http://app.example"));
        assertRefused(at("app.example")
                .header("Origin", "https://listed.example")
                .header("Origin", "https://listed.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example@app.example", "app.example/", "app.example, app.example", "", "app.example?"})
    void a_host_that_is_none_is_nobodys_own(String host) {
        assertRefused(at(host).header("Origin", "http://app.example"));
    }

    @Test
    void behind_a_proxy_that_changes_the_host_the_browser_knows_what_is_our_own() {
        assertOwn(at("backend:8080").header("Origin", "https://app.example").header("Sec-Fetch-Site", "same-origin"));
        assertRefused(at("backend:8080").header("Origin", "https://app.example").header("Sec-Fetch-Site", "same-site"));
        assertRefused(
                at("backend:8080").header("Origin", "https://app.example").header("Sec-Fetch-Site", "cross-site"));
        assertRefused(at("backend:8080")
                .header("Origin", "https://app.example")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Sec-Fetch-Site", "same-origin"));
    }

    @Test
    void where_the_container_knows_of_tls_the_scheme_counts() {
        assertOwn(at("app.example").secure().header("Origin", "https://app.example"));
        assertRefused(at("app.example").secure().header("Origin", "http://app.example"));
        assertRefused(at("app.example:443").secure().header("Origin", "http://app.example:443"));
    }

    @Test
    void where_it_does_not_a_proxy_may_have_ended_tls() {
        assertOwn(at("app.example").header("Origin", "https://app.example"));
    }

    @Test
    void without_the_header_host_the_containers_word_counts() {
        FakeExchange old = FakeExchange.get("/sse").server("app.example", 8080);
        assertOwn(old.header("Origin", "http://app.example:8080"));
        assertRefused(FakeExchange.get("/sse").server("app.example", 80).header("Origin", "http://other.example"));
    }

    @Test
    void a_listed_origin_is_named() {
        assertThat(origins.check(at("app.example")
                        .header("Origin", "https://listed.example")
                        .request()))
                .isEqualTo("https://listed.example");
        assertThat(origins.check(at("app.example")
                        .header("Origin", "http://listed.example:8080")
                        .header("Sec-Fetch-Site", "cross-site")
                        .request()))
                .isEqualTo("http://listed.example:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://listed.example",
                "https://listed.example:443",
                "https://listed.example:8443",
                "https://listed.example/",
                "https://sub.listed.example",
                "https://listed.example.evil.example"
            })
    void one_is_listed_only_as_a_browser_writes_it(String origin) {
        assertRefused(at("app.example").header("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void without_an_origin_our_own_pages_and_people_pass(String site) {
        assertOwn(at("app.example").header("Sec-Fetch-Site", site));
        assertOwn(at("app.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "", "SAME-ORIGIN", "same-origin, none"})
    void without_an_origin_what_another_sites_page_causes_is_refused(String site) {
        assertProblem(
                () -> origins.check(
                        at("app.example").header("Sec-Fetch-Site", site).request()),
                403,
                "header 'Sec-Fetch-Site' must be same-origin or none where there is no header 'Origin'");
    }
}
