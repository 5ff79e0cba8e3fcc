package dev.realtime;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The headers of a request, by name in any case. In two arrays, for every connection has some. Immutable. */
final class Headers extends AbstractMap<String, List<String>> {
    private final String[] names; // sorted
    private final List<List<String>> values;

    Headers(Map<String, List<String>> headers) {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, all) -> anyCase.put(name, List.copyOf(all)));
        names = anyCase.keySet().toArray(String[]::new);
        values = List.copyOf(anyCase.values());
    }

    private int find(@Nullable Object name) {
        return name instanceof String text ? Arrays.binarySearch(names, text, String.CASE_INSENSITIVE_ORDER) : -1;
    }

    @Override
    public @Nullable List<String> get(@Nullable Object name) {
        int index = find(name);
        return index < 0 ? null : values.get(index);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return find(name) >= 0;
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, List<String>>> iterator() {
                return IntStream.range(0, names.length)
                        .mapToObj(i -> Map.entry(names[i], values.get(i)))
                        .iterator();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }
}
