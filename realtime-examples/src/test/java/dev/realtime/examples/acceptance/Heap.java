package dev.realtime.examples.acceptance;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the heap of this JVM holds after a garbage collection. */
final class Heap {
    private Heap() {}

    static long usedAfterGc() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** How many objects are alive whose class's name matches. */
    static int instances(String pattern) throws JMException {
        // As "jcmd GC.class_histogram" prints it: number, instances, bytes, class.
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Pattern name = Pattern.compile(pattern);
        return histogram
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns ->
                        columns.length >= 4 && name.matcher(columns[3]).matches())
                .mapToInt(columns -> Integer.parseInt(columns[1]))
                .sum();
    }
}
