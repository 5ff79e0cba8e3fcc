/** WebSocket on each container: origins, attacks, churn, idle connections, and a client that changes transports. */
package dev.realtime.examples.websocket;
