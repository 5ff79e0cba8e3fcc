package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.Access;
import dev.realtime.Notifier;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.ContainerTest;
import dev.realtime.servlet.RealtimeServlet;
import dev.realtime.servlet.RealtimeServletBuilder;
import dev.realtime.testkit.RawHttp;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways in which an application may register the servlet; web.xml and annotations where a container reads them. */
class RegistrationTest {
    @TempDir
    private Path directory;

    /** As an application's own listener would: found by its annotation, or named in web.xml. */
    @WebListener
    public static final class AppListener implements ServletContextListener {
        private final Notifier notifier = Notifier.builder()
                .access(Access.allowSubscribe("open/**").allowPublish("open/**"))
                .build();

        @Override
        public void contextInitialized(ServletContextEvent event) {
            event.getServletContext().setAttribute(RealtimeServlet.NOTIFIER, notifier);
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            notifier.close();
        }
    }

    /** Finds the notifier by itself. */
    @WebServlet(urlPatterns = "/annotated/*", asyncSupported = true)
    public static final class AppServlet extends RealtimeServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void configure(RealtimeServletBuilder builder) {
            builder.maxPublishBytes(100);
        }
    }

    @ContainerTest
    void in_code(Container container) throws Exception {
        try (TestApplication application = TestApplication.on(container)) {
            assertServes(application.port(), "/realtime");
        }
    }

    @Test
    @Tag(ContainerTest.ON_TOMCAT)
    void in_web_xml() throws Exception {
        addClass(AppListener.class);
        Files.writeString(directory.resolve("WEB-INF/web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                  <listener>
                    <listener-class>%s</listener-class>
                  </listener>
                  <servlet>
                    <servlet-name>realtime</servlet-name>
                    <servlet-class>dev.realtime.servlet.RealtimeServlet</servlet-class>
                    <async-supported>true</async-supported>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>realtime</servlet-name>
                    <url-pattern>/realtime/*</url-pattern>
                  </servlet-mapping>
                </web-app>
                """.formatted(AppListener.class.getName()));
        assertServesOnTomcat("/realtime");
    }

    @Test
    @Tag(ContainerTest.ON_TOMCAT)
    void as_an_annotated_subclass() throws Exception {
        addClass(AppListener.class);
        addClass(AppServlet.class);
        assertServesOnTomcat("/annotated");
    }

    /** Puts a class where a container looks for an application's classes and their annotations. */
    private void addClass(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path file = directory.resolve("WEB-INF/classes").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
            Files.copy(bytes, file);
        }
    }

    private void assertServesOnTomcat(String path) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createDirectories(directory.resolve("base")).toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Context context = tomcat.addWebapp("", directory.toString());
        context.setParentClassLoader(getClass().getClassLoader());
        context.setContainerSciFilter("org\\.eclipse\\.jetty"); // what the class path holds for the other containers
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        try {
            tomcat.start();
            assertThat(context.getState().isAvailable()).isTrue();
            assertServes(tomcat.getConnector().getLocalPort(), path);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        assertThat(Threads.awaitNoneOfOurs(TestApplication.SOON)).isEmpty();
    }

    /** What is published over HTTP comes out of a stream, which needs an asynchronous request. */
    private static void assertServes(int port, String path) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.get(path + "/sse?topic=open/door");
            SseReader stream = new SseReader(http).open();
            HttpURLConnection publish =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path + "/publish?topic=open/door")
                            .toURL()
                            .openConnection();
            publish.setDoOutput(true);
            publish.setRequestProperty("Content-Type", "application/json");
            try (OutputStream body = publish.getOutputStream()) {
                body.write('7');
            }
            assertThat(publish.getResponseCode()).isEqualTo(201);
            assertThat(stream.nextNews().data()).isEqualTo("7");
        }
    }
}
