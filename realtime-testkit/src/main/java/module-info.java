/** Contracts that any event log and any transport can be held to, and faults to hold them under. */
module dev.realtime.testkit {
    requires transitive dev.realtime;
    requires transitive org.junit.jupiter.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.assertj.core;

    exports dev.realtime.testkit;
    exports dev.realtime.testkit.redis;

    opens dev.realtime.testkit to
            org.junit.platform.commons;
}
