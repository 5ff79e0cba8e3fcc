package dev.realtime.benchmarks.load;

/** So many clients, who each get so many messages, so many a second. */
record Load(int clients, int perSecond, int messages) {
    private static final int WARM_UP_RATE = 90;

    /** As it is written: {@code 1000x20}, for this many seconds. */
    static Load parse(String text, int seconds) {
        String[] parts = text.split("x", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a load must be clients x messages a second, such as 1000x20: " + text);
        }
        int perSecond = Integer.parseInt(parts[1]);
        return new Load(Integer.parseInt(parts[0]), perSecond, perSecond * seconds);
    }

    /** A short one of the same kind that warms up: many messages, but fewer than Tomcat's requests of a connection. */
    Load warmUp() {
        int rate = Math.max(perSecond, WARM_UP_RATE);
        return new Load(clients, rate, rate);
    }

    @Override
    public String toString() {
        return clients + "x" + perSecond;
    }
}
