package dev.realtime.redis;

import dev.realtime.testkit.redis.RedisServer;

/** A server and two nodes, one to append by and one to read all at. */
abstract class TwoNodes extends RedisRig {
    RedisServer server;
    RedisEventLog node;
    RedisEventLog other;

    /** One who reads at the other node, from the beginning on. */
    Reader reader;

    void begin(String... options) {
        server = server(options);
        node = node(server);
        other = node(server);
        reader = Reader.of(other);
    }
}
