package dev.tollgate.operator.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Between the resources' words, in camel case, and the management API's, in snake case.
public final class Words {
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");
    private static final int DIGEST_CHARACTERS = 16;

    private Words() {}

    /// The same object in the API's words; what is null is left out.
    public static ObjectNode said(Object spec) {
        return (ObjectNode) snake(Management.JSON.valueToTree(spec));
    }

    /// `base_url` → `spec.baseUrl`.
    public static String field(String param) {
        return "spec."
                + UNDERSCORE.matcher(param).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    /// The same for the same content, whatever the order of its fields.
    public static String digest(JsonNode node) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(sorted(node).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Fractions as plain decimal text: billing reads no exponents.
    public static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Management.JSON.createObjectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), plain(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Management.JSON.createArrayNode();
            array.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        return node.isFloatingPointNumber()
                ? TextNode.valueOf(node.decimalValue().stripTrailingZeros().toPlainString())
                : node;
    }

    /// Whether two values say the same: numbers by their value, and what is null like what is not there.
    public static boolean isSame(JsonNode one, JsonNode other) {
        if (one instanceof ObjectNode || other instanceof ObjectNode) {
            return fields(one).allMatch(field -> isSame(field.getValue(), other.path(field.getKey())))
                    && fields(other).allMatch(field -> isSame(field.getValue(), one.path(field.getKey())));
        }
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        boolean nothing = one.isNull() || one.isMissingNode();
        return nothing ? other.isNull() || other.isMissingNode() : one.equals(other);
    }

    private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode node) {
        return node.properties().stream();
    }

    private static JsonNode snake(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Management.JSON.createObjectNode();
            object.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    copy.set(word(field.getKey()), snake(field.getValue()));
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Management.JSON.createArrayNode();
            array.forEach(item -> copy.add(snake(item)));
            return copy;
        }
        return node;
    }

    /// `baseUrl` → `base_url`.
    public static String word(String word) {
        return HUMP.matcher(word).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Management.JSON.createObjectNode();
            object.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(field -> copy.set(field.getKey(), sorted(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Management.JSON.createArrayNode();
            array.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        return node;
    }
}
