package dev.realtime.examples.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.realtime.examples.container.Container;
import dev.realtime.testkit.RawHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A million names that clients think of, a quarter in each way, are kept nowhere: they are only asked for. */
class MillionNamesTest {
    private static final int NAMES = 1_000_000 / Way.values().length;

    /** What one request may name, and how many of them a WebSocket may send at once. */
    private static final int NAMES_EACH = 100;

    private static final int REQUESTS_EACH = 400;

    /** A name that is remembered takes a hundred bytes at least, and all of them twenty times as much as this. */
    private static final long MAX_BYTES = 1 << 20;

    /** A connection, by which names are asked for. */
    private interface Asking extends AutoCloseable {
        void ask(List<String> names) throws IOException;

        @Override
        void close() throws IOException;
    }

    private enum Way {
        POLL {
            @Override
            Asking connect(int port) throws IOException {
                RawHttp http = new RawHttp(port);
                return asking(http::close, names -> {
                    http.get("/realtime/poll?topic=" + String.join("&topic=", names));
                    assertThat(http.readHead()).isTrue();
                    assertThat(http.status()).isEqualTo(200);
                    http.body();
                });
            }
        },
        WEB_SOCKET {
            @Override
            Asking connect(int port) throws IOException {
                RawSocket socket = RawSocket.open(port, "");
                return asking(socket::close, names -> {
                    socket.send(operation("subscribe", names));
                    socket.send(operation("unsubscribe", names));
                    assertThat(socket.json().get("ok").asBoolean()).isTrue();
                    assertThat(socket.json().get("ok").asBoolean()).isTrue();
                });
            }
        },
        STOMP {
            @Override
            Asking connect(int port) throws IOException {
                StompSocket socket = new StompSocket(port);
                socket.connect();
                return asking(socket::close, names -> {
                    StringBuilder frames = new StringBuilder();
                    for (String name : names) {
                        frames.append("SUBSCRIBE\nid:")
                                .append(name)
                                .append("\ndestination:/topic/")
                                .append(name)
                                .append("\n\n\0");
                    }
                    for (String name : names) {
                        frames.append("UNSUBSCRIBE\nid:").append(name).append("\nreceipt:1\n\n\0");
                    }
                    socket.raw().send(frames.toString());
                    for (int i = 0; i < names.size(); i++) {
                        assertThat(socket.next().command()).isEqualTo("RECEIPT");
                    }
                });
            }
        },
        REFUSED {
            @Override
            Asking connect(int port) throws IOException {
                RawSocket socket = RawSocket.open(port, "");
                return asking(socket::close, names -> {
                    socket.send(operation(
                            "subscribe",
                            names.stream().map(name -> "secret/" + name).toList()));
                    JsonNode answer = socket.json();
                    assertThat(answer.at("/error/code").asText()).isEqualTo("forbidden");
                });
            }
        };

        abstract Asking connect(int port) throws IOException;
    }

    private interface Request {
        void send(List<String> names) throws IOException;
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static Asking asking(Closing closing, Request request) {
        return new Asking() {
            @Override
            public void ask(List<String> names) throws IOException {
                request.send(names);
            }

            @Override
            public void close() throws IOException {
                closing.close();
            }
        };
    }

    private static String operation(String name, List<String> topics) {
        return topics.stream()
                .collect(Collectors.joining("\",\"", "{\"op\":\"" + name + "\",\"ref\":1,\"topics\":[\"", "\"]}"));
    }

    @ParameterizedTest
    @EnumSource
    void leave_the_heap_where_it_was(Way way) throws Exception {
        Random random = new Random(4);
        try (Application application = Application.on(Container.JETTY)) {
            ask(way, application, random, NAMES / 20); // what is made once
            long before = heap();
            long begin = System.nanoTime();
            ask(way, application, random, NAMES);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            long more = heap() - before;
            System.out.printf("%s: %d names in %d ms, %+d KiB of heap%n", way, NAMES, millis, more >> 10);
            assertThat(more).isLessThan(MAX_BYTES);
        }
    }

    private static void ask(Way way, Application application, Random random, int names) throws Exception {
        for (int asked = 0; asked < names; ) {
            try (Asking connection = way.connect(application.port())) {
                for (int i = 0; i < REQUESTS_EACH && asked < names; i++) {
                    connection.ask(Stream.generate(() -> name(random))
                            .limit(NAMES_EACH)
                            .toList());
                    asked += NAMES_EACH;
                }
            }
        }
        Eventually.is(() -> application.notifier().connectionCount() == 0, "a connection is left");
    }

    /** One in ten is a wildcard, which is looked for elsewhere. */
    private static String name(Random random) {
        String name = "n/" + Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX);
        return random.nextInt(10) == 0 ? name + "/*" : name;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
