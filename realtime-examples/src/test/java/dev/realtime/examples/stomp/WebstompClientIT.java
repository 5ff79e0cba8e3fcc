package dev.realtime.examples.stomp;

import static org.assertj.core.api.Assertions.assertThat;

/** The npm package {@code webstomp-client}. */
class WebstompClientIT extends NodeStompContract {
    WebstompClientIT() {
        super("webstomp-client");
    }

    /** It closes at once, without waiting for the receipt. */
    @Override
    void awaitFarewell(Subscriber subscriber, String receipt) throws InterruptedException {
        Frame closed = subscriber.await(Frame.CLOSED, frame -> true);
        assertThat(closed.header("code")).isIn("1000", "1005"); // the client names none
    }
}
