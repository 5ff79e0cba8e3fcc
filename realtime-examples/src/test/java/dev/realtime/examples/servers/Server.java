package dev.realtime.examples.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The servers, and how each is started on the loopback address with one application, from an installation that stays as it is. */
enum Server {
    TOMCAT_11("apache-tomcat-11", 17) {
        @Override
        List<String> command(Path home, Path base, Path war, int port, Path java) throws IOException {
            Files.createDirectories(base.resolve("webapps"));
            Files.createDirectories(base.resolve("temp"));
            Files.copy(war, base.resolve("webapps/realtime.war"));
            copy(home.resolve("conf"), base.resolve("conf"));
            Files.writeString(base.resolve("conf/server.xml"), """
                    <Server port="-1">
                      <Service name="Catalina">
                        <Connector address="127.0.0.1" port="%d"/>
                        <Engine name="Catalina" defaultHost="localhost">
                          <Host name="localhost" appBase="webapps"/>
                        </Engine>
                      </Service>
                    </Server>
                    """.formatted(port));
            return List.of(
                    "-cp",
                    home.resolve("bin/bootstrap.jar") + File.pathSeparator + home.resolve("bin/tomcat-juli.jar"),
                    "-Dcatalina.home=" + home,
                    "-Dcatalina.base=" + base,
                    "-Djava.io.tmpdir=" + base.resolve("temp"),
                    "org.apache.catalina.startup.Bootstrap",
                    "start");
        }
    },
    WILDFLY("wildfly", 17) {
        @Override
        List<String> command(Path home, Path base, Path war, int port, Path java) throws IOException {
            copy(home.resolve("standalone"), base);
            Files.copy(war, base.resolve("deployments/realtime.war"));
            return List.of(
                    "-Djboss.home.dir=" + home,
                    "-Djboss.server.base.dir=" + base,
                    "-Djboss.http.port=" + port,
                    "-Djboss.https.port=0",
                    "-Djboss.management.http.port=0",
                    "-Djboss.bind.address=127.0.0.1",
                    "-Djboss.bind.address.management=127.0.0.1",
                    "-jar",
                    home.resolve("jboss-modules.jar").toString(),
                    "-mp",
                    home.resolve("modules").toString(),
                    "org.jboss.as.standalone");
        }
    },
    OPEN_LIBERTY("wlp", 17) {
        @Override
        List<String> command(Path home, Path base, Path war, int port, Path java) throws IOException {
            Path server = Files.createDirectories(base.resolve("servers/probe"));
            Files.createDirectories(server.resolve("apps"));
            Files.copy(war, server.resolve("apps/realtime.war"));
            Files.writeString(server.resolve("server.xml"), """
                    <server>
                      <featureManager>
                        <feature>servlet-6.0</feature>
                        <feature>websocket-2.1</feature>
                      </featureManager>
                      <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
                      <webApplication location="realtime.war" contextRoot="/realtime"/>
                    </server>
                    """.formatted(port));
            return List.of(
                    "-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"),
                    "-jar",
                    home.resolve("bin/tools/ws-server.jar").toString(),
                    "probe");
        }

        @Override
        Map<String, String> environment(Path base) {
            return Map.of(
                    "WLP_USER_DIR",
                    base.toString(),
                    "WLP_OUTPUT_DIR",
                    base.resolve("servers").toString());
        }
    },
    PAYARA_MICRO("payara-micro", 17) {
        @Override
        List<String> command(Path home, Path base, Path war, int port, Path java) throws IOException {
            // It has no option for it, and would listen to the world.
            Files.writeString(
                    base.resolve("boot"),
                    "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1\n");
            return List.of(
                    "-jar",
                    home.toString(),
                    "--nohazelcast",
                    "--disablephonehome",
                    "--prebootcommandfile",
                    base.resolve("boot").toString(),
                    "--port",
                    String.valueOf(port),
                    "--rootdir",
                    base.resolve("root").toString(),
                    "--deploy",
                    war.toString(),
                    "--contextroot",
                    "realtime");
        }
    },
    GLASSFISH_7("glassfish7", 17) {
        @Override
        List<String> command(Path home, Path base, Path war, int port, Path java) throws IOException {
            return glassFish(home, base, war, port, java);
        }
    },
    GLASSFISH_8("glassfish8", 21) {
        @Override
        List<String> command(Path home, Path base, Path war, int port, Path java) throws IOException {
            return glassFish(home, base, war, port, java);
        }
    };

    /** The messaging that GlassFish would start without it listens to the world. */
    private static final String NO_JMS = """
            <jms-service type="REMOTE" default-jms-host="none"><jms-host name="none" host="127.0.0.1" port="7676"/></jms-service>
            """;

    private final String directory;
    private final int java;

    Server(String directory, int java) {
        this.directory = directory;
        this.java = java;
    }

    /** Where it is installed, below the directory of all. */
    String directory() {
        return directory;
    }

    /**
     * A Java that runs it: the one that runs this, or else the one whose home is the system property {@code newer.java.home}.
     *
     * @throws TestAbortedException where neither is new enough
     */
    Path javaExecutable() {
        String home = System.getProperty("java.home");
        if (Runtime.version().feature() < java) {
            home = System.getProperty("newer.java.home", "");
            assumeTrue(!home.isEmpty(), this + " needs a Java " + java + ": pass its home as -Dnewer.java.home=…");
        }
        return Path.of(home, "bin", "java");
    }

    /** What follows this {@code java} to start it; whatever it writes goes below {@code base}, which is empty. */
    abstract List<String> command(Path home, Path base, Path war, int port, Path java) throws IOException;

    Map<String, String> environment(Path base) {
        return Map.of();
    }

    /** A domain of our own, whose every listener is on the loopback address; the server's own tool says how it is started. */
    private static List<String> glassFish(Path home, Path base, Path war, int port, Path java) throws IOException {
        Path domain = base.resolve("domain1");
        copy(home.resolve("glassfish/domains/domain1"), domain);
        Files.createDirectories(domain.resolve("autodeploy"));
        Files.copy(war, domain.resolve("autodeploy/realtime.war"));
        Path configuration = domain.resolve("config/domain.xml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                        .replace("<config name=\"server-config\">", "<config name=\"server-config\">" + NO_JMS)
                        .replace("<config name=\"server-config\">", "<config name=\"server-config\">" + NO_JMS)
                        .replace("<network-listener port=", "<network-listener address=\"127.0.0.1\" port=")
                        .replace("port=\"8080\"", "port=\"" + port + "\""));
        ProcessBuilder asking = new ProcessBuilder(
                        "bash",
                        home.resolve("bin/asadmin").toString(),
                        "start-domain",
                        "--domaindir",
                        base.toString(),
                        "--dry-run",
                        "domain1")
                .redirectErrorStream(true);
        asking.environment().put("AS_JAVA", java.getParent().getParent().toString());
        Process asadmin = asking.start();
        List<String> lines = asadmin.inputReader().lines().toList();
        int begin = lines.indexOf(java.toString());
        if (begin < 0) {
            throw new IOException("asadmin told no command: " + lines);
        }
        int end = lines.subList(begin, lines.size()).indexOf("");
        return lines.subList(begin + 1, end < 0 ? lines.size() : begin + end);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
