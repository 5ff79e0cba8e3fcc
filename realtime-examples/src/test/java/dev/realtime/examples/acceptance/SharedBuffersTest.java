package dev.realtime.examples.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.realtime.CloseReason;
import dev.realtime.examples.container.EmbeddedServer;
import io.undertow.Undertow;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ListenerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Undertow's responses share their buffers, one after the other. When a write finds its client gone, an I/O thread gives the
 * response's buffer back while the writer is not through with it. Here either waits for the other at the worst moment, and
 * the pool tells whether anybody touched a buffer that was no longer his.
 */
class SharedBuffersTest {
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    private final CountDownLatch givenBack = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);
    private volatile boolean endedByWriter;
    private final List<Lent> lent = new CopyOnWriteArrayList<>();

    @Test
    void nobody_writes_into_a_buffer_that_is_given_back() throws Exception {
        try (TestApplication application =
                TestApplication.on(SharingUndertow::new, http -> http.heartbeat(HEARTBEAT))) {
            SseReader gone = application.sse("topic=a").open();
            gone.http().reset();
            assertThat(application.ledger().awaitEnded(CloseReason.CLIENT_GONE, 1, TestApplication.SOON))
                    .isTrue();
            assertThat(endedByWriter).isTrue();
            assertThat(lent).isNotEmpty().noneMatch(Lent::touchedSince);
        } finally {
            written.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A buffer that is lent once. */
    private final class Lent implements PooledByteBuffer {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 << 10);
        private boolean open = true;

        @Override
        public synchronized ByteBuffer getBuffer() {
            return buffer;
        }

        @Override
        public void close() {
            synchronized (this) {
                if (!open) {
                    return;
                }
                open = false;
                buffer.limit(2).position(1);
            }
            if (CALLERS.getCallerClass().getSimpleName().equals("ServletOutputStreamImpl")) {
                givenBack.countDown();
                SharedBuffersTest.await(written);
            }
        }

        synchronized boolean touchedSince() {
            return !open && (buffer.limit() != 2 || buffer.position() != 1);
        }

        @Override
        public synchronized boolean isOpen() {
            return open;
        }
    }

    private final class Pool implements ByteBufferPool {
        @Override
        public PooledByteBuffer allocate() {
            Lent buffer = new Lent();
            lent.add(buffer);
            return buffer;
        }

        @Override
        public ByteBufferPool getArrayBackedPool() {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public void close() {
            // Nothing is kept.
        }

        @Override
        public int getBufferSize() {
            return 16 << 10;
        }

        @Override
        public boolean isDirect() {
            return true;
        }
    }

    /** Undertow with that pool, whose connections end on the writer's thread only when the I/O thread has done its part. */
    private final class SharingUndertow implements EmbeddedServer {
        private final DeploymentManager deployment;
        private final Undertow undertow;

        SharingUndertow(ServletContextListener application) {
            DeploymentInfo info = Servlets.deployment()
                    .setClassLoader(application.getClass().getClassLoader())
                    .setContextPath("/")
                    .setDeploymentName("sharing")
                    .addListener(new ListenerInfo(application.getClass(), new ImmediateInstanceFactory<>(application)));
            deployment = Servlets.newContainer().addDeployment(info);
            deployment.deploy();
            try {
                var servlets = deployment.start();
                undertow = Undertow.builder()
                        .addHttpListener(0, HOST)
                        .setByteBufferPool(new Pool())
                        .setHandler(exchange -> {
                            endTogether(exchange);
                            servlets.handleRequest(exchange);
                        })
                        .build();
            } catch (ServletException e) {
                throw new IllegalStateException("cannot start Undertow", e);
            }
            undertow.start();
        }

        private void endTogether(HttpServerExchange exchange) {
            exchange.getConnection().getCloseSetter().set(connection -> {
                if (Thread.currentThread() != connection.getIoThread()) {
                    endedByWriter = true;
                    connection.getIoThread().execute(givenBack::countDown); // after what it has been asked for
                    SharedBuffersTest.await(givenBack);
                }
            });
        }

        @Override
        public int port() {
            return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
        }

        @Override
        public void close() {
            try {
                deployment.stop();
                deployment.undeploy();
            } catch (ServletException e) {
                throw new IllegalStateException("Undertow did not stop", e);
            } finally {
                undertow.stop();
            }
        }
    }
}
