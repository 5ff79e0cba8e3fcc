/**
 * Transports over HTTP on the Servlet API: a {@link dev.realtime.servlet.RealtimeServlet} finds a
 * {@link dev.realtime.servlet.HttpTransport} by path and hands it an {@link dev.realtime.servlet.Exchange}.
 */
@NullMarked
package dev.realtime.servlet;

import org.jspecify.annotations.NullMarked;
