/** Events for the clients of a server: the log, subscriptions, and what every transport shares. */
module dev.realtime {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires transitive org.jspecify;

    exports dev.realtime;
    exports dev.realtime.event;
    exports dev.realtime.log;
    exports dev.realtime.wire;
}
