/** STOMP as third-party clients speak it, unmodified, on each container. */
package dev.realtime.examples.stomp;
