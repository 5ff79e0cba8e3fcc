package dev.realtime.redis;

/** The least that a node's user must be allowed, as docs/REDIS.md has it. */
final class RedisAcl {
    private RedisAcl() {}

    static String[] setUser(String name, String password, String prefix) {
        return ("ACL SETUSER " + name + " on >" + password + " ~{" + prefix
                        + "}* +@read +@write +@connection +eval +evalsha +script|load +info +time")
                .split(" ");
    }
}
