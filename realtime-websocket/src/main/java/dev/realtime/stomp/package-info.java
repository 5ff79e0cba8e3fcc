/** STOMP 1.0, 1.1 and 1.2: a decoder, an encoder and the session between them; knows no container. */
@NullMarked
package dev.realtime.stomp;

import org.jspecify.annotations.NullMarked;
