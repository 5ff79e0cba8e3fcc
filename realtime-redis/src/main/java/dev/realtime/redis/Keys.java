package dev.realtime.redis;

/**
 * The names of a log's keys: those that the scripts make, as log.lua lists them. Immutable.
 *
 * @param log the name of the log's own hash, with which each other name begins
 */
record Keys(String log) {
    /** In braces, so that all of them stay together wherever keys are spread by hash. */
    static Keys of(String prefix) {
        return new Keys("{" + prefix + "}");
    }

    String feed() {
        return log + ":feed";
    }

    String topic(String name) {
        return log + ":topic:" + name;
    }

    String sizes() {
        return log + ":sizes";
    }

    String lost() {
        return log + ":lost";
    }

    String rewound() {
        return log + ":rewound";
    }
}
