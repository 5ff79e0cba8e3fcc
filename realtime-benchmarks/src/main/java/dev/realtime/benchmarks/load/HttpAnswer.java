package dev.realtime.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The answers of one connection, one after the other, to one request each. For one thread at a time. */
final class HttpAnswer {
    static final String HEAD_END = "\r\n\r\n";

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Reads what there is, and returns the answer once it is whole, with its head; else null. */
    @Nullable
    String read(SocketChannel channel, byte[] buffer) throws IOException {
        int count = channel.read(ByteBuffer.wrap(buffer));
        if (count < 0) {
            throw new IOException("the server has closed a connection");
        }
        bytes.write(buffer, 0, count);
        String answer = bytes.toString(StandardCharsets.ISO_8859_1);
        int head = answer.indexOf(HEAD_END);
        if (head < 0 || !isWhole(answer, head)) {
            return null;
        }
        if (!answer.startsWith("HTTP/1.1 2")) {
            throw new IOException("refused: " + answer);
        }
        bytes.reset();
        return answer;
    }

    private static boolean isWhole(String answer, int head) {
        Matcher length = LENGTH.matcher(answer).region(0, head);
        return length.find()
                ? answer.length() >= head + HEAD_END.length() + Integer.parseInt(length.group(1))
                : answer.endsWith(LAST_CHUNK);
    }
}
