package dev.realtime.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process knows of itself. */
final class Itself {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Pattern COMPILER = Pattern.compile("C[12] Comp");

    private Itself() {}

    /**
     * Its CPU time so far, in nanoseconds; on Linux without that of the JIT compiler, which comes in bursts and ends when a server has run
     * for a while.
     */
    static long cpu() {
        return PROCESS.getProcessCpuTime() - compilers();
    }

    private static long compilers() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.mapToLong(Itself::compiler).sum();
        } catch (IOException otherSystem) {
            return 0;
        }
    }

    private static long compiler(Path thread) {
        try {
            boolean compiles =
                    COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
            return compiles
                    ? Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", 2)[0])
                    : 0;
        } catch (IOException endedMeanwhile) {
            return 0;
        }
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
