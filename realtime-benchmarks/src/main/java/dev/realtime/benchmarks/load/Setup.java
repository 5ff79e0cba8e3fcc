package dev.realtime.benchmarks.load;

import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the server's process is set up.
 *
 * @param lingerMillis of the notifier
 * @param streamBuffer what a stream of ours buffers, in bytes
 * @param heapMiB what its heap has
 */
record Setup(Container container, Settings settings, int lingerMillis, int streamBuffer, int heapMiB) {
    static final int HEAP_MIB = 512;

    /** The default of the servlet. */
    static final int STREAM_BUFFER = 4 << 10;

    /** With the container's defaults. */
    static Setup of(String container, int lingerMillis, int streamBuffer) {
        return new Setup(Container.named(container), Settings.DEFAULTS, lingerMillis, streamBuffer, HEAP_MIB);
    }

    static Setup named(String container, String settings, int heapMiB) {
        return new Setup(
                Container.named(container),
                Settings.valueOf(settings.toUpperCase(Locale.ROOT)),
                0,
                STREAM_BUFFER,
                heapMiB);
    }

    /** For the JVM. */
    List<String> flags() {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms" + heapMiB + "m",
                "-Xmx" + heapMiB + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseG1GC", // as on a machine of several cores, though this one may be given one
                "-XX:-UseDynamicNumberOfCompilerThreads")); // what they have done must not go with them
        if (settings == Settings.LEAN) {
            flags.add("-Dorg.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE=1024");
        }
        return flags;
    }

    @Override
    public String toString() {
        return (container + ", " + settings).toLowerCase(Locale.ROOT) + ", " + heapMiB + " MiB of heap";
    }
}
