package dev.realtime;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headers of a request, by name in any case. In one array, for every connection has some. Immutable. */
final class Headers extends AbstractMap<String, List<String>> {
    private final String[] lines; // a name, its value, and so on, sorted by name

    /** Those that have a value. */
    Headers(Map<String, List<String>> headers) {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        List<String> all = new ArrayList<>();
        anyCase.forEach((name, values) -> values.forEach(value -> all.addAll(List.of(name, value))));
        lines = all.toArray(String[]::new);
    }

    private List<String> values(String name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                values.add(lines[i + 1]);
            }
        }
        return List.copyOf(values);
    }

    @Override
    public @Nullable List<String> get(@Nullable Object name) {
        List<String> values = name instanceof String text ? values(text) : List.of();
        return values.isEmpty() ? null : values;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        for (int i = 0; i < lines.length; i += 2) {
            entries.computeIfAbsent(lines[i], this::values);
        }
        return Collections.unmodifiableMap(entries).entrySet();
    }
}
