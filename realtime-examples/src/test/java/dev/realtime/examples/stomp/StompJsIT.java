package dev.realtime.examples.stomp;

import static org.assertj.core.api.Assertions.assertThat;

/** The npm package {@code @stomp/stompjs}. */
class StompJsIT extends NodeStompContract {
    StompJsIT() {
        super("@stomp/stompjs");
    }

    @Override
    void awaitFarewell(Subscriber subscriber, String receipt) throws InterruptedException {
        subscriber.await("RECEIPT", frame -> receipt.equals(frame.header("receipt-id")));
        Frame closed = subscriber.await(Frame.CLOSED, frame -> true);
        assertThat(closed.header("code")).isIn("1000", "1005"); // whoever is first; the client names none
    }
}
