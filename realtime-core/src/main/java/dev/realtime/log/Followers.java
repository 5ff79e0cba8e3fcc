package dev.realtime.log;

import dev.realtime.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who follows a log. Safe for use by several threads. */
final class Followers {
    private volatile Follower[] all = {}; // replaced, never changed

    synchronized void add(Follower follower) {
        Follower[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = follower;
        all = more;
    }

    synchronized void remove(Follower follower) {
        List<Follower> fewer = new ArrayList<>(List.of(all));
        fewer.remove(follower);
        all = fewer.toArray(Follower[]::new);
    }

    void appended(Event event) {
        for (Follower follower : all) {
            follower.appended(event);
        }
    }

    void changed() {
        for (Follower follower : all) {
            follower.changed();
        }
    }
}
