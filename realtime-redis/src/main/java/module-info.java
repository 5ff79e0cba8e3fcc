/** An event log on Redis, which any number of nodes share. */
@SuppressWarnings("requires-automatic") // Lettuce and what it needs have no module descriptors
module dev.realtime.redis {
    requires transitive dev.realtime;
    requires lettuce.core;
    requires org.slf4j;

    exports dev.realtime.redis;
}
