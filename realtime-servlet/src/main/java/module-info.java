/** Polling, long polling, Server-Sent Events and publishing over HTTP: one servlet, its transports found by path. */
module dev.realtime.servlet {
    requires transitive dev.realtime;
    requires transitive jakarta.servlet;
    requires org.slf4j;

    exports dev.realtime.servlet;

    uses dev.realtime.servlet.HttpTransport;
}
