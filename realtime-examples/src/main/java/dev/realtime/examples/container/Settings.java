package dev.realtime.examples.container;

/** How a container is set up. */
public enum Settings {
    /** As it comes. */
    DEFAULTS,
    /** So that a connection that waits, or does not read, costs little: with what docs/CONTAINERS.md has for it. */
    LEAN;

    /** What the system may hold for a client that does not read: it takes twice as much, and without any limit set megabytes. */
    static final int LEAN_SEND_BUFFER = 64 << 10;
}
