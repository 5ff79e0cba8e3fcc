package dev.realtime.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JavaScript client, where its jar is on the application's class path. A container that serves
 * {@code META-INF/resources} has it at another address, too; an embedded one mostly has not.
 */
final class ClientScript implements HttpTransport {
    static final String RESOURCE = "META-INF/resources/webjars/realtime-client/realtime.js";

    /** The file begins with a comment that names its version. */
    private static final Pattern VERSION = Pattern.compile("^/\\*! realtime-client ([^ ,]+)");

    /** What has a release's version in its address never changes; anything else is asked for again. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final String ASK_AGAIN = "no-cache";

    private final byte @Nullable [] script;
    private final String version;
    private final String tag;

    /**
     * The script that this class loader of the application finds.
     *
     * @param application null where the application has none of its own, as in an embedded Jetty
     */
    ClientScript(@Nullable ClassLoader application) {
        this.script = read(application != null ? application : ClientScript.class.getClassLoader());
        this.version = script == null ? "" : version(script);
        this.tag = script == null ? "" : '"' + hash(script) + '"';
    }

    private static byte @Nullable [] read(ClassLoader application) {
        try (InputStream in = application.getResourceAsStream(RESOURCE)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    private static String version(byte[] script) {
        Matcher banner = VERSION.matcher(new String(script, StandardCharsets.UTF_8));
        return banner.find() ? banner.group(1) : "";
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    @Override
    public String path() {
        return "realtime.js";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        if (script == null) {
            throw new ProblemException(
                    404, "realtime.js is served where the jar of realtime-client is on the class path");
        }
        HttpServletResponse response = exchange.response();
        response.setHeader("ETag", tag);
        response.setHeader("Vary", "Origin");
        response.setHeader("Cache-Control", isNamed(exchange.parameter("v")) ? FOR_EVER : ASK_AGAIN);
        if (Collections.list(exchange.request().getHeaders("If-None-Match")).stream()
                .anyMatch(this::isMatch)) {
            response.setStatus(304);
            return;
        }
        response.setStatus(200);
        response.setContentType("text/javascript;charset=UTF-8");
        response.setContentLength(script.length);
        response.getOutputStream().write(script);
    }

    /** Whether an address with this version will never give another script. */
    private boolean isNamed(@Nullable String wanted) {
        return version.equals(wanted) && !version.endsWith("-SNAPSHOT");
    }

    /** Weakly, and with the suffix that compressing servers add. */
    private boolean isMatch(String header) {
        return header.contains(tag.substring(1, tag.length() - 1));
    }
}
