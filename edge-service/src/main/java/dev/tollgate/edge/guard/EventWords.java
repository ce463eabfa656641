package dev.tollgate.edge.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.edge.provider.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds the words in the events of a stream, in the format that its caller speaks.
final class EventWords {
    private static final List<String> CHAT_FIELDS = List.of("content", "reasoning_content", "reasoning", "refusal");
    private static final List<String> ITS_TEXT = List.of("text");
    /// What says all of a text at once, or again, at any depth of an event.
    private static final Set<String> WHOLE = Set.of("text", "refusal", "transcript");

    /// A piece of one text.
    ///
    /// @param scope of its event: what is said in it comes one after the other
    /// @param stream which of the texts of its scope it goes on with
    /// @param last whether nothing comes behind it
    record Piece(String scope, String stream, ObjectNode parent, String field, boolean last) {
        /// Of its text, among all of the stream.
        String key() {
            return scope + '/' + stream;
        }

        String text() {
            return parent.path(field).asText();
        }

        void say(String text) {
            parent.put(field, text);
        }
    }

    /// @param scopes in which the event says something, or in which nothing more is said; `*` for all
    record Found(List<Piece> pieces, Set<String> scopes) {}

    static final String ALL = "*";

    private static final Found QUIET = new Found(List.of(), Set.of());
    private static final Found OTHER = new Found(List.of(), Set.of(ALL));

    /// Numbers stay as they were written.
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Operation operation;

    EventWords(Operation operation) {
        this.operation = operation;
    }

    /// An event's JSON; null for what is none.
    static @Nullable ObjectNode parsed(String json) {
        try {
            return EXACT.readTree(json) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    Found find(ObjectNode event) {
        return switch (operation) {
            case CHAT -> choices(event, CHAT_FIELDS);
            case COMPLETIONS -> choices(event, ITS_TEXT);
            case MESSAGES -> message(event);
            case RESPONSES, TRANSCRIPTION, TRANSLATION -> delta(event);
            case EMBEDDINGS, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, SPEECH, RERANK, MODERATION, REALTIME -> OTHER;
        };
    }

    private static Found choices(ObjectNode event, List<String> fields) {
        List<Piece> pieces = new ArrayList<>(1);
        List<String> scopes = new ArrayList<>(1);
        for (JsonNode choice : event.path("choices")) {
            String scope = choice.path("index").asText("0");
            boolean last = choice.hasNonNull("finish_reason");
            boolean says = choice.hasNonNull("delta") || choice.hasNonNull("text");
            if (says || last) {
                scopes.add(scope);
            }
            if ((fields.equals(ITS_TEXT) ? choice : choice.path("delta")) instanceof ObjectNode said) {
                for (String field : fields) {
                    // An empty one only says who speaks.
                    if (!said.path(field).asText("").isEmpty()) {
                        pieces.add(new Piece(scope, field, said, field, last));
                    }
                }
            }
        }
        return new Found(pieces, event.path("choices").isEmpty() ? Set.of(ALL) : Set.copyOf(scopes));
    }

    private static Found message(ObjectNode event) {
        return switch (event.path("type").asText()) {
            case "ping" -> QUIET;
            case "content_block_delta" -> {
                String field = event.path("delta").has("text") ? "text" : "thinking";
                yield event.path("delta") instanceof ObjectNode said && said.has(field)
                        ? piece(event.path("index").asText() + field, said, field)
                        : OTHER;
            }
            default -> OTHER;
        };
    }

    /// Arguments of calls come as deltas, too: they are no words.
    private static Found delta(ObjectNode event) {
        String type = event.path("type").asText();
        boolean words =
                type.endsWith("text.delta") || type.endsWith("refusal.delta") || type.endsWith("transcript.delta");
        if (!words || !event.path("delta").isTextual()) {
            return OTHER;
        }
        return piece(
                type
                        + event.path("output_index")
                        + '/'
                        + event.path("content_index")
                        + '/'
                        + event.path("summary_index"),
                event,
                "delta");
    }

    private static Found piece(String stream, ObjectNode parent, String field) {
        return new Found(List.of(new Piece("", stream, parent, field, false)), Set.of(""));
    }

    /// Texts that an event says as a whole, to be said otherwise.
    static void rewrite(JsonNode event, UnaryOperator<String> otherwise) {
        if (event instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (member.getValue() instanceof TextNode text && WHOLE.contains(member.getKey())) {
                    object.put(member.getKey(), otherwise.apply(text.textValue()));
                }
            }
        }
        event.forEach(child -> rewrite(child, otherwise));
    }

    /// What tells of a text token by token tells the text.
    static void silence(JsonNode event) {
        if (event instanceof ObjectNode object && object.has("logprobs")) {
            if (object.get("logprobs").isArray()) {
                object.putArray("logprobs");
            } else {
                object.putNull("logprobs");
            }
        }
        event.forEach(EventWords::silence);
    }
}
