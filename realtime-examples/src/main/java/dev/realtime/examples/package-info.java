/** The demo: one application that shows every transport, as a WAR or on an embedded container. */
@NullMarked
package dev.realtime.examples;

import org.jspecify.annotations.NullMarked;
