package dev.realtime.redis;

import dev.realtime.log.LogUnavailableException;
import dev.realtime.log.LogUnavailableException.Outcome;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to the server, or to the master that Sentinel names at the time. Safe for use by several threads.
 *
 * <p>A connection that is lost is over, and what was under way on it has failed: Lettuce would otherwise connect again and
 * repeat what had no answer, of which some had been done.
 */
final class Redis implements AutoCloseable {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /** How long making a connection may take: where a host is gone there may be another by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RedisURI uri;
    private final RedisClient client;

    /** With the certificates to trust, as PEM, or null for those of the JVM. */
    Redis(RedisURI uri, @Nullable Path trusted) {
        this.uri = uri;
        uri.setTimeout(PATIENCE); // of the handshake, too; there is no other use for it here
        this.client = RedisClient.create();
        SslOptions.Builder tls = SslOptions.builder().jdkSslProvider();
        if (trusted != null) {
            tls.trustManager(trusted.toFile());
        }
        client.setOptions(ClientOptions.builder()
                .sslOptions(tls.build())
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.create()) // liveness is looked after by who uses the connection
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(PATIENCE)
                        .tcpNoDelay(true)
                        .build())
                .build());
    }

    CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
        try {
            return client.connectAsync(CODEC, uri);
        } catch (RuntimeException e) { // such as of a name that does not resolve
            return CompletableFuture.failedStage(e);
        }
    }

    /** What a command answers, waited for at most so long. */
    static <T> T await(CompletionStage<T> answer, Duration patience) throws InterruptedException {
        try {
            return answer.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Refusal refusal = Refusal.of(e);
            throw new LogUnavailableException(Outcome.NOT_STORED, "Redis fails: " + refusal.text(), e);
        } catch (TimeoutException e) {
            throw new LogUnavailableException(Outcome.NOT_STORED, "Redis does not answer within " + patience, e);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
