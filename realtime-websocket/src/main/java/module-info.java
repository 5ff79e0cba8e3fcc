/** WebSocket and STOMP over WebSocket, in the URL space of the servlet. */
module dev.realtime.websocket {
    requires transitive dev.realtime;
    requires transitive dev.realtime.servlet;
    requires transitive jakarta.servlet;
    requires transitive jakarta.websocket;
    requires transitive jakarta.websocket.client;
    requires com.fasterxml.jackson.core;
    requires org.slf4j;

    exports dev.realtime.websocket;
}
