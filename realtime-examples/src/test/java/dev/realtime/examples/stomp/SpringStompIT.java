package dev.realtime.examples.stomp;

import static org.assertj.core.api.Assertions.assertThat;

/** Spring's {@code WebSocketStompClient}. */
class SpringStompIT extends StompClientContract {
    @Override
    StompClient start(String url, StompClient.Listener listener) {
        return new SpringStomp(url, listener);
    }

    /** It closes at once, and shows nothing more. */
    @Override
    void awaitFarewell(Subscriber subscriber, String receipt) throws Exception {
        subscriber.await("CONNECTED", frame -> true);
        subscriber.close();
        assertThat(subscriber.othersNow()).isEmpty();
    }
}
