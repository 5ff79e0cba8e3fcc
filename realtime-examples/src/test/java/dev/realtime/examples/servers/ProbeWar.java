package dev.realtime.examples.servers;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.Notifier;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.websocket.RealtimeWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import org.slf4j.jul.JDK14LoggerAdapter;

/** Packs the {@link ProbeApplication} with what it needs, as an application is packed. */
final class ProbeWar {
    private static final List<String> CLASSES = List.of(
            ProbeApplication.class.getName(),
            ProbeApplication.class.getName() + "$Control",
            BareApplication.class.getName(),
            BareResponses.class.getName(),
            BareResponses.class.getName() + "$Kept",
            BareSocket.class.getName());

    /** One class of each library that goes along. */
    private static final List<Class<?>> LIBRARIES = List.of(
            Notifier.class,
            RealtimeServlet.class,
            RealtimeWebSocket.class,
            JsonMapper.class,
            JsonFactory.class,
            JsonValue.class,
            Logger.class,
            JDK14LoggerAdapter.class,
            NullMarked.class);

    private ProbeWar() {}

    static Path write(Path war) throws IOException, ReflectiveOperationException, URISyntaxException {
        try (OutputStream file = Files.newOutputStream(war);
                JarOutputStream jar = new JarOutputStream(file)) {
            for (String name : CLASSES) {
                add(jar, name);
            }
            for (Class<?> library : LIBRARIES) {
                add(
                        jar,
                        Path.of(library.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()));
            }
        }
        return war;
    }

    private static void add(JarOutputStream jar, String className) throws IOException {
        String file = className.replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry("WEB-INF/classes/" + file));
        try (InputStream in = ProbeWar.class.getClassLoader().getResourceAsStream(file)) {
            in.transferTo(jar);
        }
        jar.closeEntry();
    }

    /** A jar as it is; the classes of a module that is not packaged yet, as classes of the application. */
    private static void add(JarOutputStream jar, Path library) throws IOException {
        if (Files.isRegularFile(library)) {
            copy(jar, "WEB-INF/lib/" + library.getFileName(), library);
        } else {
            try (Stream<Path> files = Files.walk(library)) {
                for (Path file : files.filter(each -> each.toString().matches(".*(?<!module-info)\\.class"))
                        .toList()) {
                    copy(
                            jar,
                            "WEB-INF/classes/"
                                    + library.relativize(file).toString().replace('\\', '/'),
                            file);
                }
            }
        }
    }

    private static void copy(JarOutputStream jar, String name, Path file) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        Files.copy(file, jar);
        jar.closeEntry();
    }
}
