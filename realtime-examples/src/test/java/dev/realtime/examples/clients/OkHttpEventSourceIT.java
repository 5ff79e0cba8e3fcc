package dev.realtime.examples.clients;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.background.BackgroundEventHandler;
import com.launchdarkly.eventsource.background.BackgroundEventSource;
import java.net.URI;

/** LaunchDarkly's okhttp-eventsource. */
class OkHttpEventSourceIT extends ClientContract {
    @Override
    AutoCloseable follow(String url, Recorder recorder) {
        BackgroundEventSource source = new BackgroundEventSource.Builder(
                        new Handler(recorder), new EventSource.Builder(ConnectStrategy.http(URI.create(url))))
                .build();
        source.start();
        return source;
    }

    private record Handler(Recorder recorder) implements BackgroundEventHandler {
        @Override
        public void onMessage(String type, MessageEvent event) {
            recorder.add(new Received(type, event.getData(), event.getLastEventId()));
        }

        @Override
        public void onError(Throwable failure) {
            recorder.note("error: " + failure);
        }

        @Override
        public void onOpen() {
            recorder.note("open");
        }

        @Override
        public void onClosed() {
            recorder.note("closed");
        }

        @Override
        public void onComment(String comment) {
            recorder.note("comment: " + comment);
        }
    }
}
