package dev.realtime.examples.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.Endpoint;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The build says which Tomcat it has put on the class path; without this, tests could run on another and nobody would know. */
@Tag(ContainerTest.ON_TOMCAT)
class TomcatVersionTest {
    /** Of the build; an IDE knows only the Tomcat that the module depends on. */
    private static final String VERSION = System.getProperty("tomcat.version", "10.1.");

    @Test
    void the_server_is_the_one_that_the_build_names() {
        List<String> servers = new ArrayList<>();
        try (EmbeddedServer server = Container.TOMCAT.start(0, new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                servers.add(event.getServletContext().getServerInfo());
            }
        })) {
            assertThat(server.port()).isPositive();
        }
        assertThat(servers).singleElement().asString().startsWith("Apache Tomcat/" + VERSION);
    }

    @Test
    void tomcat_11_has_the_standards_it_ships() {
        if (!VERSION.startsWith("10.")) {
            assertThat(origin(ServletContext.class)).isEqualTo(origin(Tomcat.class));
            assertThat(origin(Endpoint.class)).isEqualTo(origin(WsSci.class));
        }
    }

    private static URL origin(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
