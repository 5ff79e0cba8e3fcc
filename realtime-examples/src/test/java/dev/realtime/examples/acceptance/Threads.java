package dev.realtime.examples.acceptance;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the threads of this JVM are doing. */
final class Threads {
    private static final String SERVLET_PACKAGE = "dev.realtime.servlet.";

    private Threads() {}

    static int count() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Those that are within a call of the servlet module, as one in a blocked write would be; looks until there is none. */
    static List<String> inServletAfter(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        List<String> busy;
        do {
            busy = dump().filter(Threads::isInServlet).map(ThreadInfo::toString).toList();
        } while (!busy.isEmpty() && System.nanoTime() < deadline);
        return busy;
    }

    private static Stream<ThreadInfo> dump() {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false));
    }

    private static boolean isInServlet(ThreadInfo thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(SERVLET_PACKAGE));
    }

    static boolean anyDeadlocked() {
        return ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null;
    }

    /** Waits for the notifiers' threads to end; the names of those that do not. */
    static List<String> awaitNoneOfOurs(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        List<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("realtime-"))
                .collect(Collectors.toList());
        for (Thread thread : ours) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        return ours.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }
}
