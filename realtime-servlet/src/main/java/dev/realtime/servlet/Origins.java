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
 * Which pages may call: those of our own origin, and those of the origins listed.
 *
 * <p>A request without the header {@code Origin} comes from no page of another origin that could read the answer, and
 * passes; unless the browser says by {@code Sec-Fetch-Site} that another site's page has caused it, with an image or a
 * link perhaps, since even an answer that nobody reads holds a connection in the name of the one logged in. Immutable.
 */
public final class Origins {
    private static final Pattern AS_WRITTEN = Pattern.compile(
            "([a-z][a-z0-9+.-]*)://(?:[a-z0-9._~-]+|\\[[0-9a-f:.]+])(?::([1-9][0-9]{0,4}))?", Pattern.CASE_INSENSITIVE);

    private final Set<String> listed;

    /**
     * With these origins listed, each as a browser writes it.
     *
     * @throws IllegalArgumentException for what no browser writes
     */
    public Origins(Set<String> listed) {
        listed.forEach(Origins::requireOrigin);
        this.listed = Set.copyOf(listed);
    }

    /** The same, if a browser could write it so (RFC 6454, section 6.2): anything else would never match. */
    static String requireOrigin(String origin) {
        Matcher parts = AS_WRITTEN.matcher(origin);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "origin must be a scheme and a host in ASCII, such as https://app.example: " + origin);
        }
        if (!origin.equals(origin.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("origin must be in lower case, as a browser writes it: " + origin);
        }
        String ownPort = parts.group(1).equals("https") ? "443" : parts.group(1).equals("http") ? "80" : "";
        if (ownPort.equals(parts.group(2))) {
            throw new IllegalArgumentException(
                    "origin must not have its scheme's own port, which a browser leaves out: " + origin);
        }
        return origin;
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
            requireNoOtherSite(fetchSites);
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

    private static void requireNoOtherSite(List<String> fetchSites) {
        if (!fetchSites.isEmpty()
                && !fetchSites.equals(List.of("same-origin"))
                && !fetchSites.equals(List.of("none"))) { // none: the person at the browser, not a page
            throw new ProblemException(
                    403, "header 'Sec-Fetch-Site' must be same-origin or none where there is no header 'Origin'");
        }
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
