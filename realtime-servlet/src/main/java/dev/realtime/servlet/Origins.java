package dev.realtime.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may call: those of our own origin, and those of the origins listed. A request without the header
 * {@code Origin} comes from no page of another origin that could read the answer, and passes. Immutable.
 */
public final class Origins {
    private final Set<String> listed;

    /** With these origins listed, each as a browser writes it. */
    public Origins(Set<String> listed) {
        this.listed = Set.copyOf(listed);
    }

    /**
     * The listed origin that calls, or null where the caller is our own page or none.
     *
     * @throws ProblemException 403 for any other
     */
    @Nullable
    String check(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return check(
                Collections.list(request.getHeaders("Origin")),
                Collections.list(request.getHeaders("Sec-Fetch-Site")),
                host != null ? host : request.getServerName() + ":" + request.getServerPort(),
                request.isSecure());
    }

    /**
     * As for a request with these values of {@code Origin}, {@code Sec-Fetch-Site} and {@code Host}.
     *
     * @param secure whether the container knows that it came by TLS
     * @throws ProblemException 403 for any other
     */
    public @Nullable String check(List<String> origins, List<String> fetchSites, String host, boolean secure) {
        if (origins.isEmpty()) {
            return null;
        }
        String origin = origins.get(0);
        if (origins.size() == 1 && listed.contains(origin)) {
            return origin;
        }
        if (origins.size() > 1 || !isOwn(origin, fetchSites, host, secure)) {
            throw new ProblemException(403, "header 'Origin' must be this server's own, or one that it lists");
        }
        return null;
    }

    private static boolean isOwn(String origin, List<String> fetchSites, String host, boolean secure) {
        Authority theirs = Authority.ofOrigin(origin);
        if (theirs == null) {
            return false; // "null" among them
        }
        if (List.of("same-origin").equals(fetchSites)) {
            return true;
        }
        // A container that is told of TLS knows the outer scheme; one behind a proxy may not.
        if (secure && !theirs.scheme.equals("https")) {
            return false;
        }
        return theirs.equals(Authority.ofOrigin(theirs.scheme + "://" + host));
    }

    /** What a browser writes as an origin (RFC 6454, section 6.2), and nothing else that an address may have. */
    private record Authority(String scheme, String host, int port) {
        private static final Pattern ORIGIN =
                Pattern.compile("(https?)://([a-z0-9._~-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

        static @Nullable Authority ofOrigin(String origin) {
            Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
            if (!parts.matches()) {
                return null;
            }
            String scheme = parts.group(1);
            String port = parts.group(3);
            int defaultPort = scheme.equals("https") ? 443 : 80;
            return new Authority(scheme, parts.group(2), port == null ? defaultPort : Integer.parseInt(port));
        }
    }
}
