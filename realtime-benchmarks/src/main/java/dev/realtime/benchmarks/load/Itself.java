package dev.realtime.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;

/** What a process knows of itself. */
final class Itself {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Itself() {}

    /** Its CPU time so far, in nanoseconds. */
    static long cpu() {
        return PROCESS.getProcessCpuTime();
    }

    /** The bytes that are left in its heap after a collection. */
    static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) { // the first may leave what has only just become garbage
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    /** Something that is done again and again. */
    interface Step {
        /** Does it; {@code due} is when it was to be done, by {@link System#nanoTime}. */
        void run(int number, long due);
    }

    /** Does it so many times, so many a second. */
    static void paced(int count, int perSecond, Step step) {
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begun + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            step.run(i, due);
        }
    }
}
