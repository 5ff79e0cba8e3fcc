package dev.realtime.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.DemoApplication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.testkit.FaultProxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laboratory's page, in a real browser. */
class LaboratoryIT {
    private static final List<String> TRANSPORTS = List.of("poll", "long-poll", "sse", "websocket", "stomp");
    private static final String LAB = "lab";

    private EmbeddedServer server;
    private FaultProxy relay;
    private Browser browser;

    @BeforeAll
    static void requireBrowser() throws Exception {
        Browser.require();
    }

    @BeforeEach
    void open() throws Exception {
        server = Container.JETTY.start(0, new DemoApplication());
        relay = FaultProxy.to(server.port());
        browser = new Browser().open(LAB, "http://" + EmbeddedServer.HOST + ":" + relay.port() + "/");
        for (String transport : TRANSPORTS) {
            browser.await(LAB, in(transport, ".events .event"));
        }
    }

    @AfterEach
    void close() throws Exception {
        try (EmbeddedServer last = server;
                FaultProxy before = relay;
                Browser first = browser) {
            // in reverse order, as far as they were opened
        }
    }

    private static String in(String transport, String selector) {
        return "[data-transport=" + transport + "] " + selector;
    }

    @Test
    void every_column_receives_and_is_measured() throws Exception {
        for (String transport : TRANSPORTS) {
            browser.await(LAB, in(transport, "[data-figure=median]:text-matches('^[0-9.]+ m?s$')"));
            browser.await(LAB, in(transport, "[data-figure=p99]:text-matches('^[0-9.]+ m?s$')"));
            browser.await(LAB, in(transport, "[data-figure=requests]:text-matches('^[1-9]')"));
            browser.await(LAB, in(transport, "[data-figure=up]:text-matches('^≈ [1-9][0-9.]* k?B$')"));
            browser.await(LAB, in(transport, "[data-figure=down]:text-matches('^≈ [1-9][0-9.]* k?B$')"));
            browser.await(LAB, in(transport, "[data-figure=overhead]:text-matches('^≈ [1-9][0-9.]* k?B$')"));
            browser.await(LAB, in(transport, ".plot .dots[d^=M]"));
        }
        for (String oneRequest : List.of("sse", "websocket", "stomp")) {
            assertThat(browser.text(LAB, in(oneRequest, "[data-figure=requests]")))
                    .as(oneRequest)
                    .isEqualTo("1");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "long-poll", "sse", "websocket", "stomp"})
    void a_cable_that_was_cut_brings_everything_when_it_is_mended(String transport) throws Exception {
        browser.click(LAB, in(transport, ".cut"));
        String sinceTheCut = browser.text(LAB, in(transport, "ol.events"));
        browser.await(LAB, in(transport, ".recovery span:text-matches('Missed so far: [1-9]')"));
        assertThat(browser.text(LAB, in(transport, ".state"))).isEqualTo("Cut");
        assertThat(browser.text(LAB, in(transport, "ol.events"))).isEqualTo(sinceTheCut);

        browser.click(LAB, in(transport, ".cut"));
        assertEverythingHasComeBack(transport);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void all_cables_can_be_cut_and_mended_at_once() throws Exception {
        browser.click(LAB, "#cut-all");
        for (String transport : TRANSPORTS) {
            browser.await(LAB, in(transport, ".recovery span:text-matches('Missed so far: [1-9]')"));
        }
        browser.click(LAB, "#cut-all");
        for (String transport : TRANSPORTS) {
            assertEverythingHasComeBack(transport);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    private void assertEverythingHasComeBack(String transport) throws Exception {
        browser.await(LAB, in(transport, ".recovery.good"));
        assertThat(browser.text(LAB, in(transport, ".recovery span"))).matches("([1-9]\\d*) missed, \\1 brought back");
        assertThat(browser.text(LAB, in(transport, ".recovery code"))).matches("\\S+-\\d+ → \\S+-\\d+");
        browser.await(LAB, in(transport, ".gap[hidden]"));
    }

    @Test
    void a_restart_of_the_server_is_shown_as_a_gap_in_every_column_which_then_goes_on() throws Exception {
        EmbeddedServer first = server;
        server = Container.JETTY.start(0, new DemoApplication());
        relay.redirectTo(server.port());
        first.close();
        for (String transport : TRANSPORTS) {
            browser.await(LAB, in(transport, ".gap[data-gap=epoch]"));
            assertThat(browser.text(LAB, in(transport, ".gap"))).startsWith("Gap: the server has a new log");
        }
        browser.click(LAB, "#anew");
        for (String transport : TRANSPORTS) {
            browser.await(LAB, in(transport, ".events .event"));
            assertThat(browser.text(LAB, in(transport, ".state"))).isEqualTo("Connected");
        }
    }

    @Test
    void columns_follow_another_topic_and_what_is_published_by_hand_reaches_each() throws Exception {
        browser.fill(LAB, "#follow [name=topic]", "chat/*");
        browser.click(LAB, "#follow button");
        for (String transport : TRANSPORTS) {
            browser.await(LAB, "[data-transport=" + transport + "][data-state=open]:has(ol.events:empty)");
        }
        browser.fill(LAB, "#publish [name=data]", "Dobrý den");
        browser.click(LAB, "#publish button");
        browser.await(LAB, "#published:has-text('Published; the cursor after it is')");
        for (String transport : TRANSPORTS) {
            browser.await(LAB, in(transport, ".event:has-text('message \"Dobrý den\"')"));
        }

        browser.fill(LAB, "#publish [name=topic]", "user/bob/inbox");
        browser.click(LAB, "#publish button");
        browser.await(LAB, "#published:has-text('Refused: not allowed to publish to user/bob/inbox')");
    }

    @Test
    void columns_that_are_refused_a_topic_say_why() throws Exception {
        browser.fill(LAB, "#follow [name=topic]", "user/bob/inbox");
        browser.click(LAB, "#follow button");
        for (String transport : List.of("poll", "long-poll", "websocket", "stomp")) {
            browser.await(LAB, in(transport, ".state:has-text('Refused: not allowed to subscribe to user/bob/inbox')"));
        }
    }
}
