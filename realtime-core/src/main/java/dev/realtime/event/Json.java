package dev.realtime.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value (RFC 8259) as compact UTF-8: no whitespace between tokens, everything else as its author spelled it.
 *
 * <p>Being valid and compact it holds no line break and no NUL, so it is safe as a line of any text protocol. The only
 * class that knows Jackson. Immutable.
 */
public final class Json {
    /** With buffers of its own: Jackson's are the threads', and a container's threads outlive an application. */
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                    .build())
            .findAndAddModules() // an application's java.time support works as soon as it is on the class path
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final byte[] utf8;

    private Json(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * The value that Jackson's default mapping makes of an object.
     *
     * @throws IllegalArgumentException where it makes none, with its reason as the cause
     */
    public static Json of(@Nullable Object value) {
        if (value instanceof Json json) {
            return json;
        }
        BufferRecycler buffers = MAPPER.getFactory()._getBufferRecycler();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(buffers);
                Writing writing = new Writing(MAPPER.createGenerator(bytes))) {
            MAPPER.writeValue(writing, value);
            byte[] utf8 = bytes.getClearAndRelease();
            return writing.raw ? parse(utf8) : new Json(compact(utf8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("payload cannot be written as JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("payload cannot be written as JSON", e);
        } finally {
            buffers.releaseToPool();
        }
    }

    /** Notices what an object writes as it is, by {@code @JsonRawValue} say: Jackson does not look whether that is JSON. */
    private static final class Writing extends JsonGeneratorDelegate {
        private boolean raw;

        Writing(JsonGenerator generator) {
            super(generator, false);
        }

        @Override
        public void writeRaw(String text) throws IOException {
            raw = true;
            super.writeRaw(text);
        }

        @Override
        public void writeRaw(String text, int offset, int length) throws IOException {
            raw = true;
            super.writeRaw(text, offset, length);
        }

        @Override
        public void writeRaw(SerializableString text) throws IOException {
            raw = true;
            super.writeRaw(text);
        }

        @Override
        public void writeRaw(char[] text, int offset, int length) throws IOException {
            raw = true;
            super.writeRaw(text, offset, length);
        }

        @Override
        public void writeRaw(char character) throws IOException {
            raw = true;
            super.writeRaw(character);
        }

        @Override
        public void writeRawValue(String text) throws IOException {
            raw = true;
            super.writeRawValue(text);
        }

        @Override
        public void writeRawValue(String text, int offset, int length) throws IOException {
            raw = true;
            super.writeRawValue(text, offset, length);
        }

        @Override
        public void writeRawValue(char[] text, int offset, int length) throws IOException {
            raw = true;
            super.writeRawValue(text, offset, length);
        }

        @Override
        public void writeRawUTF8String(byte[] text, int offset, int length) throws IOException {
            raw = true;
            super.writeRawUTF8String(text, offset, length);
        }
    }

    /**
     * The value that is written so.
     *
     * @throws IllegalArgumentException where the text is not exactly one JSON value
     */
    public static Json parse(String text) {
        requireOneValue(text);
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return new Json(compact(utf8));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("payload must not have an unpaired surrogate", e);
        }
    }

    /**
     * The value that is written so, in UTF-8. The array is not kept.
     *
     * @throws IllegalArgumentException where the bytes are not UTF-8 or not exactly one JSON value
     */
    public static Json parse(byte[] utf8) {
        try {
            requireOneValue(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("payload must be UTF-8", e);
        }
        return new Json(compact(utf8.clone()));
    }

    /** The number of bytes. */
    public int length() {
        return utf8.length;
    }

    /** Writes the bytes into {@code target} from {@code offset} on and returns the offset after them. */
    public int copyTo(byte[] target, int offset) {
        System.arraycopy(utf8, 0, target, offset, utf8.length);
        return offset + utf8.length;
    }

    private static void requireOneValue(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("payload must be one JSON value, not nothing");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("payload must be one JSON value, not several");
            }
        } catch (StreamConstraintsException e) { // its message has numbers only
            throw new IllegalArgumentException("payload is beyond a limit of JSON: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            // The location, not the message: that would repeat what a client sent.
            throw new IllegalArgumentException(
                    "payload must be JSON; it breaks off at character "
                            + (e.getLocation() == null ? 0 : e.getLocation().getCharOffset()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("payload cannot be read", e);
        }
    }

    /** Drops the whitespace between the tokens of valid JSON, in place; the same array where there is none. */
    private static byte[] compact(byte[] valid) {
        int length = 0;
        boolean inString = false;
        for (int i = 0; i < valid.length; i++) {
            byte b = valid[i];
            if (!inString && (b == ' ' || b == '\n' || b == '\r' || b == '\t')) {
                continue;
            }
            valid[length++] = b;
            if (b == '"') {
                inString = !inString;
            } else if (b == '\\') { // only in strings: what it escapes is no end of the string
                valid[length++] = valid[++i];
            }
        }
        return length == valid.length ? valid : Arrays.copyOf(valid, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && Arrays.equals(json.utf8, utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /** The text. */
    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
