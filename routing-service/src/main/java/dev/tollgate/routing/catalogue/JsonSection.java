package dev.tollgate.routing.catalogue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// JSON as the file's readers take it: one reader for what a file declares and for what management does.
final class JsonSection {
    private static final int DEEPEST = 10;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private JsonSection() {}

    /// @throws ServiceException 400 when this is no JSON object, or tells a field twice
    static ObjectNode parse(@Nullable String text) {
        try {
            if (text != null && JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ServiceException(
                    ErrorCode.INVALID_JSON, "The body is not valid JSON, is too deep, or tells a field twice.");
        }
        throw new ServiceException(ErrorCode.INVALID_JSON, "The body must be a JSON object.");
    }

    /// The object as a mapping of the file. A field that is null is one that is not there.
    static MappingNode node(ObjectNode object) {
        List<NodeTuple> tuples = new ArrayList<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                tuples.add(new NodeTuple(scalar(Tag.STR, field.getKey()), any(field.getValue())));
            }
        });
        return new MappingNode(Tag.MAP, true, tuples, null, null, FlowStyle.BLOCK);
    }

    private static Node any(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> node((ObjectNode) value);
            case ARRAY -> {
                List<Node> elements = new ArrayList<>();
                value.forEach(element -> elements.add(any(element)));
                yield new SequenceNode(Tag.SEQ, true, elements, null, null, FlowStyle.BLOCK);
            }
            case NUMBER ->
                value.isIntegralNumber()
                        ? scalar(Tag.INT, value.bigIntegerValue().toString())
                        // Never written out: an exponent of a few digits would be a text of gigabytes.
                        : scalar(Tag.FLOAT, value.decimalValue().toString());
            case BOOLEAN -> scalar(Tag.BOOL, value.asText());
            case STRING -> scalar(Tag.STR, value.textValue());
            case NULL, MISSING, BINARY, POJO -> scalar(Tag.NULL, "");
        };
    }

    private static ScalarNode scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
    }
}
