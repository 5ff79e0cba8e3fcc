package dev.realtime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many there are at once of something that clients have, and may be: in all, of one login, and from one address of those
 * who are not logged in. Nothing is kept of a client that has none. Safe for use by several threads.
 */
final class Quota {
    /** No limit. */
    static final Limits UNLIMITED = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final String limit;
    private final String what;
    private final RefusedException.Code code;
    private final Limits most;

    // Guarded by this.
    private final Map<String, Integer> byPrincipal = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int count;

    /**
     * The most at once.
     *
     * @param perPrincipal of one login
     * @param perAddress from one remote address, of those who are not logged in
     */
    record Limits(int inAll, int perPrincipal, int perAddress) {}

    /**
     * None taken.
     *
     * @param limit the limit's name, to which {@code PerPrincipal} and {@code PerAddress} are added for the other two
     * @param what there are so many of, in an error
     * @param code of a refusal
     */
    Quota(String limit, String what, RefusedException.Code code, Limits most) {
        this.limit = limit;
        this.what = what;
        this.code = code;
        this.most = most;
    }

    /**
     * Counts one more.
     *
     * @throws RefusedException where there is no room
     */
    synchronized void take(Client client) {
        requireRoom(client);
        count++;
        Map<String, Integer> own = own(client);
        if (own != null) {
            own.merge(key(client), 1, Integer::sum);
        }
    }

    /**
     * Refuses as {@link #take} would, but counts nothing.
     *
     * @throws RefusedException where there is no room
     */
    synchronized void requireRoom(Client client) {
        if (count >= most.inAll) {
            throw full(limit, most.inAll, "");
        }
        Map<String, Integer> own = own(client);
        int present = own == null ? 0 : own.getOrDefault(key(client), 0);
        if (own == byPrincipal && present >= most.perPrincipal) {
            throw full(limit + "PerPrincipal", most.perPrincipal, " of this login");
        }
        if (own == byAddress && present >= most.perAddress) {
            throw full(limit + "PerAddress", most.perAddress, " from this address");
        }
    }

    synchronized void giveBack(Client client) {
        count--;
        Map<String, Integer> own = own(client);
        if (own != null) {
            own.computeIfPresent(key(client), (same, now) -> now == 1 ? null : now - 1);
        }
    }

    synchronized int count() {
        return count;
    }

    /** Among whom a client is counted; null for one that is not logged in, where the container tells no address. */
    private @Nullable Map<String, Integer> own(Client client) {
        if (client.principal() != null) {
            return byPrincipal;
        }
        return client.remoteAddress().isEmpty() ? null : byAddress;
    }

    private static String key(Client client) {
        return client.principal() != null ? client.principal() : client.remoteAddress();
    }

    private RefusedException full(String name, int number, String whose) {
        return new RefusedException(code, name, "there are " + number + " " + what + whose + ", the most allowed");
    }
}
