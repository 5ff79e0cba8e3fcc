package dev.realtime;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a transport, as the access hook sees it. Immutable.
 *
 * @param principal the name the application's own login gave, or null where nobody is logged in
 * @param remoteAddress as the container reports it
 * @param headers of the request, by name in any case
 * @param transport the transport's name, such as {@code sse}
 */
public record Client(
        @Nullable String principal, String remoteAddress, Map<String, List<String>> headers, String transport) {
    public Client {
        headers = new Headers(headers);
    }

    /** Without the headers, which may hold secrets. */
    @Override
    public String toString() {
        return transport + " client " + (principal == null ? "(not logged in)" : principal) + " at " + remoteAddress;
    }
}
