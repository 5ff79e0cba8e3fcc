package dev.realtime;

/** What a client asks leave for. */
public enum Action {
    SUBSCRIBE,
    PUBLISH
}
