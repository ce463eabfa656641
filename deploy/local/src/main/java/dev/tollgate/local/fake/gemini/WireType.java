package dev.tollgate.local.fake.gemini;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The type of a field in one of the API's messages.
sealed interface WireType {

    WireType STRING = new Scalar("TYPE_STRING");
    WireType BOOL = new Scalar("TYPE_BOOL");
    WireType INT32 = new Scalar("TYPE_INT32");
    WireType FLOAT = new Scalar("TYPE_FLOAT");
    /// Base64, its URL form included.
    WireType BYTES = new Scalar("TYPE_BYTES");
    /// Any JSON.
    WireType VALUE = new Scalar("google.protobuf.Value");
    /// Any JSON object.
    WireType STRUCT = new Scalar("google.protobuf.Struct");

    record Scalar(String name) implements WireType {}

    record Enumeration(String name, Set<String> values) implements WireType {
        public Enumeration {
            values = Set.copyOf(values);
        }
    }

    record Repeated(WireType element) implements WireType {}

    record MapOf(WireType value) implements WireType {}

    /// A message by its name in the table of all, since messages contain each other.
    record Nested(Supplier<Message> message) implements WireType {}

    static WireType repeated(WireType element) {
        return new Repeated(element);
    }

    static WireType oneOf(String name, String... values) {
        return new Enumeration(name, Set.of(values));
    }

    /// @param fields by their names in JSON
    record Message(String name, Map<String, WireType> fields) {
        public Message {
            fields = new LinkedHashMap<>(fields);
        }

        /// Names and types in turn.
        static Message of(String name, Object... namesAndTypes) {
            Map<String, WireType> fields = new LinkedHashMap<>();
            for (int i = 0; i < namesAndTypes.length; i += 2) {
                fields.put((String) namesAndTypes[i], (WireType) namesAndTypes[i + 1]);
            }
            return new Message(name, fields);
        }
    }

    /// `stopSequences` → `stop_sequences`: how messages of the API spell a field.
    static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
