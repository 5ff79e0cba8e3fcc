package dev.realtime;

/** Why a subscription ended. */
public enum CloseReason {
    /** A polling client has its answer; it comes back with its cursor. */
    ANSWERED,
    /** The client said goodbye, or the code in this JVM that held it. */
    CLIENT_CLOSED,
    /** A write to the client failed. */
    CLIENT_GONE,
    /** The client took nothing of what was written to it for too long. */
    STALLED,
    /** The stream reached its greatest age; the client comes back with its cursor. */
    MAX_AGE,
    /** The access hook, asked again, refuses it now. */
    REFUSED,
    /** The notifier or its transport is closing. */
    DRAINING,
    /** Something threw that should not have. */
    FAILED
}
