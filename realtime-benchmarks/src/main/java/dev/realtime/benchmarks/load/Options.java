package dev.realtime.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands on the command line after the name of a workload, with what holds where it is left out. Immutable. */
record Options(Map<String, String> values) {
    /** @throws IllegalArgumentException where an option is none of the defaults' */
    static Options of(Map<String, String> defaults, List<String> arguments) {
        Map<String, String> values = new TreeMap<>(defaults);
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!values.containsKey(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("options, and what holds without them: " + new TreeMap<>(defaults));
            }
            values.put(name, arguments.get(i + 1));
        }
        return new Options(values);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    List<String> list(String name) {
        return Arrays.asList(text(name).split(",", -1));
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }
}
