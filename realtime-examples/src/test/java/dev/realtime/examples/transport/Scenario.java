package dev.realtime.examples.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.realtime.testkit.TransportContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One of the testkit's {@code scenarios.json}, which says what they mean. The JavaScript client is held to the same file.
 *
 * @param keep how many events each topic retains
 * @param refused topics that nobody may subscribe to
 */
record Scenario(String name, int keep, List<String> refused, List<Step> steps) {
    private static final int ALL = 100_000;
    private static final Set<String> FIELDS = Set.of("name", "keep", "refuse", "steps");

    enum Verb {
        SUBSCRIBE,
        UNSUBSCRIBE,
        PUBLISH,
        EXPECT,
        MARK,
        CUT,
        MEND,
        RESTART
    }

    /** What to do, and with what. */
    record Step(Verb verb, List<JsonNode> arguments) {
        private static Step of(JsonNode step) {
            String word = step.path(0).asText();
            Verb verb = Stream.of(Verb.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such step: " + step));
            return new Step(verb, elements(step).skip(1).toList());
        }

        boolean has(int index) {
            return index < arguments.size();
        }

        String text(int index) {
            return arguments.get(index).textValue();
        }

        /** The arguments from the second on, with ranges written out. */
        List<JsonNode> items() {
            List<JsonNode> items = new ArrayList<>();
            for (JsonNode item : arguments.subList(1, arguments.size())) {
                if (item.has("range")) {
                    JsonNode range = item.get("range");
                    IntStream.range(range.get(0).intValue(), range.get(1).intValue())
                            .forEach(number -> items.add(IntNode.valueOf(number)));
                } else {
                    items.add(item);
                }
            }
            return items;
        }
    }

    /** All of the file, as many as it says. */
    static List<Scenario> all() throws IOException {
        try (InputStream file = TransportContract.class.getResourceAsStream("scenarios.json")) {
            return parse(new JsonMapper().readTree(file));
        }
    }

    static List<Scenario> parse(JsonNode file) {
        List<Scenario> all = elements(file.get("scenarios")).map(Scenario::of).toList();
        if (all.size() != file.get("count").intValue()) {
            throw new IllegalArgumentException("not " + file.get("count") + " scenarios: " + all.size());
        }
        return all;
    }

    private static Scenario of(JsonNode scenario) {
        scenario.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("a scenario has no field '" + field + "': " + scenario);
            }
        });
        return new Scenario(
                scenario.get("name").textValue(),
                scenario.path("keep").asInt(ALL),
                elements(scenario.path("refuse")).map(JsonNode::textValue).toList(),
                elements(scenario.get("steps")).map(Step::of).toList());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
