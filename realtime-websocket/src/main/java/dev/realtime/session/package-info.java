/** Protocols of messages, as seen by the connection that carries them; and the first of them, {@code realtime.v1}. */
@NullMarked
package dev.realtime.session;

import org.jspecify.annotations.NullMarked;
