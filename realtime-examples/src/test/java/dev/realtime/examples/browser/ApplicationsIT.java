package dev.realtime.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.examples.DemoApplication;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The applications of the demo, as people use them who have a browser each. */
class ApplicationsIT {
    private static final String SHARED_AREA = "#stage";

    private EmbeddedServer server;
    private Browser ann;
    private final List<Browser> browsers = new ArrayList<>();

    @BeforeAll
    static void requireBrowser() throws Exception {
        Browser.require();
    }

    @BeforeEach
    void start() throws Exception {
        server = Container.JETTY.start(0, new DemoApplication());
        ann = someone();
    }

    private Browser someone() throws Exception {
        Browser browser = new Browser();
        browsers.add(browser);
        return browser;
    }

    @AfterEach
    void stop() throws Exception {
        try (EmbeddedServer last = server) {
            for (Browser browser : browsers) {
                browser.close();
            }
        }
    }

    private void open(Browser browser, String page) throws Exception {
        browser.open(page, "http://" + EmbeddedServer.HOST + ":" + server.port() + "/" + page + ".html");
        browser.await(page, "footer.frame");
    }

    /** Opens the page and logs in there. */
    private void open(Browser browser, String page, String name) throws Exception {
        open(browser, page);
        logIn(browser, page, name);
    }

    private static void logIn(Browser browser, String page, String name) throws Exception {
        browser.click(page, ".login summary");
        browser.fill(page, "#login [name=name]", name);
        browser.click(page, "#login button");
        awaitLogin(browser, page, name);
    }

    private static void awaitLogin(Browser browser, String page, String shown) throws Exception {
        browser.await(page, ".login summary:text-is(\"" + shown + "\")");
        browser.await(page, "#state[data-state=open]");
    }

    /** Nothing is wrong with the page as it is, nor in Korean. */
    private static void assertWhole(Browser browser, String page) throws Exception {
        assertThat(browser.audit(page)).isEmpty();
        browser.click(page, "#language");
        browser.await(page, "html[lang=ko]");
        assertThat(browser.audit(page)).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private static void say(Browser browser, String text) throws Exception {
        browser.fill("chat", "#say [name=text]", text);
        browser.click("chat", "#say button");
    }

    private static void send(Browser browser, String to, String text) throws Exception {
        browser.fill("notifications", "#write [name=to]", to);
        browser.fill("notifications", "#write [name=text]", text);
        browser.click("notifications", "#write button");
        browser.await("notifications", "#sent.good:has-text(\"" + to + "\")");
    }

    @Test
    void two_people_talk_and_see_each_other_come_and_go() throws Exception {
        open(ann, "chat", "ann");
        ann.await("chat", "#who:text-is(\"Online: 1\")");
        say(ann, "Is <b>anyone</b> there?");

        Browser bob = someone();
        open(bob, "chat", "bob");
        bob.await("chat", "#messages li:has(b.person:text-is(\"ann\")):has-text(\"Is <b>anyone</b> there?\")");
        bob.await("chat", "#online li:has-text(\"ann\")");
        ann.await("chat", "#online li:has-text(\"bob\")");
        say(bob, "Hello @ann");
        ann.await("chat", "#messages li.mentions:has(b.person:text-is(\"bob\"))");
        ann.await("chat", "#messages li.own");

        ann.click("chat", "#rooms a[href=\"#garden\"]");
        ann.await("chat", "#messages:not(:has(li))");
        bob.await("chat", "#who:text-is(\"Online: 1\")");
        ann.click("chat", "#rooms a[href=\"#lobby\"]");
        bob.await("chat", "#who:text-is(\"Online: 2\")");
        ann.await("chat", "#messages li.own");
        assertWhole(ann, "chat");
        assertThat(bob.complaints()).isEmpty();

        bob.close();
        ann.await("chat", "#who:text-is(\"접속 중: 1명\")");
    }

    @Test
    void a_notification_comes_to_the_right_browser_alone_and_waits_for_its_return() throws Exception {
        open(ann, "notifications", "ann");
        Browser bob = someone();
        open(bob, "notifications", "bob");
        send(ann, "bob", "for Bob");
        send(ann, "ann", "for Ann");
        bob.await("notifications", "#unread:text-is(\"1 new\")");
        ann.await("notifications", "#unread:text-is(\"1 new\")");
        assertThat(ann.text("notifications", "#list")).contains("for Ann").doesNotContain("for Bob");
        bob.click("notifications", "#read");
        bob.await("notifications", "#unread[hidden]");

        bob.closeTab("notifications");
        send(ann, "bob", "while you were away");
        open(bob, "notifications");
        bob.await("notifications", "#unread:text-is(\"1 new\")");
        bob.await("notifications", "#list li.new:has(b.person:text-is(\"ann\")):has-text(\"while you were away\")");
        bob.await("notifications", "#list li:not(.new):has-text(\"for Bob\")");
        assertWhole(bob, "notifications");

        assertThat(ann.complaints()).isEmpty();
        ann.fill("notifications", "#spy [name=whose]", "bob");
        ann.click("notifications", "#spy button");
        ann.await("notifications", "#refused.bad");
        assertThat(ann.text("notifications", "#refused")).endsWith("not allowed to subscribe to user/bob/**");
        send(ann, "ann", "still there");
        ann.await("notifications", "#unread:text-is(\"2 new\")");
    }

    @Test
    void what_a_restart_has_lost_is_told_in_the_inbox() throws Exception {
        open(ann, "notifications", "ann");
        send(ann, "ann", "before");
        ann.await("notifications", "#list li.new:has-text(\"before\")");

        int port = server.port();
        server.close();
        server = Container.JETTY.start(port, new DemoApplication());
        ann.await("notifications", "#stranger:not([hidden])");
        logIn(ann, "notifications", "ann");
        ann.await("notifications", "#list li.gap");
        ann.await("notifications", "#unread:text-is(\"2 new\")");
        assertThat(ann.audit("notifications")).isEmpty();
    }

    @Test
    void the_board_is_full_and_every_price_moves() throws Exception {
        open(ann, "prices");
        ann.await("prices", "#rows tr:nth-child(8)");
        for (int row = 1; row <= 8; row++) {
            ann.await("prices", "#rows tr:nth-child(" + row + ") .updates:not(:text-is(\"1\"))");
        }
        assertWhole(ann, "prices");
    }

    @Test
    void the_cursors_of_others_move_and_go() throws Exception {
        open(ann, "cursors", "ann");
        Browser bob = someone();
        open(bob, "cursors");
        bob.await("cursors", "#state[data-state=open]");
        ann.press("cursors", SHARED_AREA, "ArrowRight");
        bob.await("cursors", ".cursor[data-owner=ann][style*=\"left: 52%\"]");
        ann.press("cursors", SHARED_AREA, "ArrowRight");
        ann.press("cursors", SHARED_AREA, "ArrowUp");
        bob.await("cursors", ".cursor[data-owner=ann][style*=\"left: 54%\"][style*=\"top: 48%\"]");
        ann.press("cursors", SHARED_AREA, "Escape");
        bob.await("cursors", "#stage:not(:has(.cursor))");

        ann.press("cursors", SHARED_AREA, "ArrowLeft");
        bob.await("cursors", ".cursor[data-owner=ann]");
        assertWhole(ann, "cursors");
        ann.closeTab("cursors");
        bob.await("cursors", "#stage:not(:has(.cursor))");
        assertThat(bob.complaints()).isEmpty();
    }

    @Test
    void who_logs_out_in_one_tab_is_logged_out_in_the_others() throws Exception {
        open(ann, "chat", "ann");
        open(ann, "prices");
        awaitLogin(ann, "prices", "ann");
        ann.click("prices", ".login summary");
        ann.click("prices", "#login button");
        awaitLogin(ann, "prices", "Log in");
        awaitLogin(ann, "chat", "Log in");
        ann.await("chat", "#say fieldset[disabled]");
        ann.await("chat", "#who:text-is(\"Online: 0\")");
        assertThat(ann.complaints()).isEmpty();
    }
}
