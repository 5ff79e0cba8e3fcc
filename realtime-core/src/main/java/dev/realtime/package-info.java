/**
 * The way in: a {@link dev.realtime.Notifier} publishes events and hands out {@link dev.realtime.Subscription}s; an
 * {@link dev.realtime.Access} hook says who may.
 */
@NullMarked
package dev.realtime;

import org.jspecify.annotations.NullMarked;
