package dev.realtime.examples.stomp;

import java.util.Map;

/** A client that connects at once and, until it disconnects, again whenever its connection is lost. */
interface StompClient extends AutoCloseable {
    void subscribe(Map<String, String> headers) throws Exception;

    void send(Map<String, String> headers, String json) throws Exception;

    void ack(Frame message) throws Exception;

    void disconnect(String receipt) throws Exception;

    /** Who is told of each frame, on the client's own threads. */
    interface Listener {
        void received(StompClient client, Frame frame);

        /** Something else that the message of a failure should say. */
        void note(String note);
    }

    /** Lets a client in. */
    interface Starter {
        StompClient start(String url, Listener listener) throws Exception;
    }
}
