package dev.realtime.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.realtime.event.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of a {@code realtime.v1} client: a JSON object whose fields are taken one by one, each as it was spelled. The only
 * class here that knows Jackson. Immutable.
 */
final class ClientMessage {
    /** With buffers of its own: Jackson's are the threads', and a container's threads outlive an application. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private static final int MAX_REF = 64;

    private final Map<String, String> fields;

    private ClientMessage(Map<String, String> fields) {
        this.fields = fields;
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException where it is no JSON object, or names a field twice
     */
    static ClientMessage parse(String text) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a message must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                if (fields.put(name, text.substring(start, end)) != null) {
                    throw new IllegalArgumentException("a message must not name a field twice");
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("a message must be one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a message must be a JSON object", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("a message must be readable", e);
        }
        return new ClientMessage(fields);
    }

    /** The client's own mark, to be repeated in the answer as it was spelled; null where it gave none. */
    @Nullable
    String ref() {
        String ref = fields.get("ref");
        if (ref != null && (ref.length() > MAX_REF || !ref.matches("-?[0-9]+|\"[^\\\\\\x00-\\x1f]*\""))) {
            throw new IllegalArgumentException(
                    "'ref' must be a whole number or a plain string of at most " + MAX_REF + " characters");
        }
        return ref;
    }

    /** A text field, or null where it is absent. */
    @Nullable
    String text(String name) {
        String raw = fields.get(name);
        return raw == null ? null : string(name, raw);
    }

    /** A whole number of 0 or more, or 0 where it is absent. */
    int number(String name) {
        String raw = fields.getOrDefault(name, "0");
        if (!raw.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("'" + name + "' must be a whole number of 0 or more");
        }
        return Integer.parseInt(raw);
    }

    /** A list of texts with at least one. */
    List<String> texts(String name) {
        String raw = fields.get(name);
        List<String> texts = new ArrayList<>();
        if (raw != null) {
            try (JsonParser parser = JSON.createParser(raw)) {
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.VALUE_STRING) {
                        texts.add(parser.getText());
                    }
                    if (parser.currentToken() == JsonToken.END_ARRAY && !texts.isEmpty()) {
                        return texts;
                    }
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("'" + name + "' must be readable", e);
            }
        }
        throw new IllegalArgumentException("'" + name + "' must be a list of at least one string");
    }

    /** A field as it was spelled. */
    Json json(String name) {
        String raw = fields.get(name);
        if (raw == null) {
            throw new IllegalArgumentException("'" + name + "' is required");
        }
        return Json.parse(raw);
    }

    private static String string(String name, String raw) {
        try (JsonParser parser = JSON.createParser(raw)) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + name + "' must be readable", e);
        }
        throw new IllegalArgumentException("'" + name + "' must be a string");
    }
}
