/** Server-Sent Events as third-party clients see them, unmodified and with their own defaults, on each container. */
package dev.realtime.examples.clients;
