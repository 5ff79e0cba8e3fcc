package dev.realtime.examples.clients;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The JDK's own {@code java.net.http.WebSocket}. */
class JdkWebSocketIT extends ClientContract {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Executor SOON = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    @Override
    String transport() {
        return "ws";
    }

    @Override
    AutoCloseable follow(String url, Recorder recorder) {
        return JavaSocketFollower.follow(url, recorder, JdkWebSocketIT::open);
    }

    private static AutoCloseable open(URI address, JavaSocketFollower follower) throws Exception {
        Messages messages = new Messages(follower);
        WebSocket socket = HTTP.newWebSocketBuilder()
                .subprotocols("realtime.v1")
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(address, messages)
                .get(10, TimeUnit.SECONDS);
        messages.lookAfter(socket);
        return socket::abort;
    }

    /** Puts together what comes in pieces. */
    private static final class Messages implements WebSocket.Listener {
        private final JavaSocketFollower follower;
        private final StringBuilder pieces = new StringBuilder();
        private final AtomicBoolean over = new AtomicBoolean();

        Messages(JavaSocketFollower follower) {
            this.follower = follower;
        }

        /** Asks for signs of life: of an end inside a message the JDK tells nobody (seen with 17), until something is sent. */
        void lookAfter(WebSocket socket) {
            if (!over.get()) {
                socket.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> {
                    if (failure == null) {
                        SOON.execute(() -> lookAfter(socket));
                    } else {
                        socket.abort();
                        end("no ping sent: " + failure);
                    }
                });
            }
        }

        private void end(String why) {
            if (over.compareAndSet(false, true)) {
                follower.ended(why);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            pieces.append(data);
            if (last) {
                follower.message(pieces.toString());
                pieces.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end("closed with " + status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            end("failed: " + failure);
        }
    }
}
