package dev.realtime.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.DemoApplication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of each page of the demo, in a real browser. */
class PagesIT {
    private static final int PHONE = 360;

    @BeforeAll
    static void requireBrowser() throws Exception {
        Browser.require();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"index.html", "choose.html", "notifications.html", "prices.html", "chat.html", "cursors.html"})
    void a_page_is_whole_in_both_languages_and_on_a_phone(String page) throws Exception {
        try (EmbeddedServer server = Container.JETTY.start(0, new DemoApplication());
                Browser browser = new Browser()) {
            String url = "http://" + EmbeddedServer.HOST + ":" + server.port() + "/" + page;
            browser.open("desk", url);
            browser.await("desk", "html[lang=en] footer.frame");
            assertThat(browser.audit("desk")).isEmpty();

            browser.click("desk", "#language");
            browser.await("desk", "html[lang=ko]");
            assertThat(browser.audit("desk")).isEmpty();

            browser.open("phone", url, PHONE);
            browser.await("phone", "html[lang=ko] footer.frame");
            assertThat(browser.audit("phone")).isEmpty();

            browser.click("phone", "#language");
            browser.await("phone", "html[lang=en]");
            assertThat(browser.audit("phone")).isEmpty();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void a_login_is_shown_and_a_name_that_is_none_is_told() throws Exception {
        try (EmbeddedServer server = Container.JETTY.start(0, new DemoApplication());
                Browser browser = new Browser()) {
            browser.open("page", "http://" + EmbeddedServer.HOST + ":" + server.port() + "/choose.html");
            browser.click("page", ".login summary");
            browser.fill("page", "#login [name=name]", "a/b");
            browser.click("page", "#login button");
            browser.await("page", "#login .problem:has-text('A name is one segment of a topic')");

            browser.fill("page", "#login [name=name]", "ann");
            browser.click("page", "#login button");
            browser.await("page", ".login summary:text-is('ann')");

            browser.click("page", ".login summary");
            browser.click("page", "#login button:text-is('Log out')");
            browser.await("page", ".login summary:text-is('Log in')");
        }
    }
}
