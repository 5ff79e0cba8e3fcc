package dev.realtime.servlet;

import dev.realtime.SubscriptionRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query (WHATWG URL, application/x-www-form-urlencoded), decoded strictly: what is not percent
 * encoding or not UTF-8 is an error, where containers drop or replace it each in its own way. Immutable.
 */
public final class QueryString {
    private final Map<String, List<String>> values;

    private QueryString(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Decodes the part of an address after the question mark.
     *
     * @throws ProblemException 400 where it is malformed
     */
    public static QueryString parse(@Nullable String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                    values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
                }
            }
        }
        return new QueryString(values);
    }

    /** Every value of a parameter, in order. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * The one value of a parameter, or null where it is absent.
     *
     * @throws ProblemException 400 where there are several
     */
    public @Nullable String one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw ProblemException.badRequest("parameter '" + name + "' must be given at most once");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /**
     * The value of a numeric parameter. A number beyond an int counts as the greatest one.
     *
     * @throws ProblemException 400 where it is no whole number of {@code min} or more
     */
    OptionalInt number(String name, int min) {
        String value = one(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value.matches("[0-9]{1,100}")) {
            String digits = value.replaceFirst("^0+(?=.)", "");
            int number = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
            if (number >= min) {
                return OptionalInt.of(number);
            }
        }
        throw ProblemException.badRequest("parameter '" + name + "' must be a whole number of " + min + " or more");
    }

    /**
     * What the usual parameters {@code topic}, {@code cursor} and {@code replay} ask for.
     *
     * @throws ProblemException 400, naming the parameter and what is accepted
     */
    public SubscriptionRequest subscriptionRequest() {
        return SubscribeParameters.parse(this, null);
    }

    /**
     * What the usual parameter {@code limit} asks for, or its default: the most events of one message.
     *
     * @throws ProblemException 400 where it is no number above 0
     */
    public int limit() {
        return SubscribeParameters.limit(this);
    }

    private static String decode(String raw) {
        return isPlain(raw) ? raw : decodePercent(raw);
    }

    /** Whether it stands for itself, as most do. */
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || c == '+' || c > 0x7e || c < 0x20) {
                return false;
            }
        }
        return true;
    }

    private static String decodePercent(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    throw ProblemException.badRequest("the query must be percent-encoded: '%' and two hex digits");
                }
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else if (c > 0x7e || c < 0x20) {
                throw ProblemException.badRequest("the query must be percent-encoded ASCII");
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest("the query must be UTF-8, percent-encoded");
        }
    }
}
