package dev.realtime.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The CPU time for each operation: of the whole process, collectors and other threads included, and of the thread that makes the
 * calls. Unlike the time that passes, it hardly depends on what else the machine does. To be asked for with {@code -prof} and this
 * class's name.
 */
public final class CpuProfiler implements InternalProfiler {
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long before;
    private long callersBefore;

    /** JMH makes it by its name. */
    public CpuProfiler() {}

    @Override
    public String getDescription() {
        return "CPU time of the process, and of its callers, per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = process.getProcessCpuTime();
        callersBefore = callers();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(
                each("cpu.norm", process.getProcessCpuTime() - before, operations),
                each("cpu.caller.norm", callers() - callersBefore, operations));
    }

    private static Result<?> each(String what, long nanos, long operations) {
        return new ScalarResult(what, (double) nanos / operations, "ns/op", AggregationPolicy.AVG);
    }

    /** Of the threads that JMH calls the benchmark on, by their name. */
    private long callers() {
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains("-jmh-worker-"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
