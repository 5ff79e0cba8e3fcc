package dev.realtime.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that asks again as soon as it has an answer, with its cursor. */
final class LongPollClient implements Clients.Reader {
    private static final String CURSOR = "\"cursor\":\"";

    private final SocketChannel channel;
    private final Lane lane;
    private final HttpAnswer answers = new HttpAnswer();
    private final Scanner scanner = new Scanner();
    private boolean greeted;

    LongPollClient(SocketChannel channel, Lane lane) {
        this.channel = channel;
        this.lane = lane;
    }

    @Override
    public boolean isGreeted() {
        return greeted;
    }

    @Override
    public void read(byte[] buffer, Tally tally) throws IOException {
        String answer = answers.read(channel, buffer);
        if (answer != null) {
            byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
            scanner.scan(bytes, bytes.length, tally);
            int cursor = answer.indexOf(CURSOR) + CURSOR.length();
            String token = answer.substring(cursor, answer.indexOf('"', cursor));
            Clients.write(channel, lane.request("&cursor=" + token).getBytes(StandardCharsets.US_ASCII));
            greeted = true;
        }
    }
}
