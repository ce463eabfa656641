package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Refuses events of unknown types, and fields that are missing, unknown or of the wrong type.
final class EventCheck {

    private static final int ID_MAX = 512;

    /// A field's name; `?` after it says that it may be absent.
    private static final Map<String, List<String>> FIELDS = Map.of(
            "session.update", List.of("session"),
            "input_audio_buffer.append", List.of("audio"),
            "input_audio_buffer.commit", List.of(),
            "input_audio_buffer.clear", List.of(),
            "conversation.item.create", List.of("item", "previous_item_id?"),
            "conversation.item.delete", List.of("item_id"),
            "conversation.item.retrieve", List.of("item_id"),
            "conversation.item.truncate", List.of("item_id", "content_index", "audio_end_ms"),
            "response.create", List.of("response?"),
            "response.cancel", List.of("response_id?"));

    private static final List<FieldRule> TYPES = List.of(
            FieldRule.text("event_id", ID_MAX),
            FieldRule.object("session"),
            FieldRule.object("item"),
            FieldRule.object("response"),
            FieldRule.string("audio"),
            FieldRule.string("item_id"),
            FieldRule.string("previous_item_id"),
            FieldRule.string("response_id"),
            FieldRule.integer("content_index", 0, Integer.MAX_VALUE),
            FieldRule.integer("audio_end_ms", 0, Integer.MAX_VALUE));

    private EventCheck() {}

    static Optional<Rejection> check(JsonNode event) {
        if (!event.isObject()) {
            return Optional.of(Rejection.invalid("The event must be an object.", null, "invalid_event"));
        }
        JsonNode type = event.path("type");
        if (!type.isTextual()) {
            return Optional.of(Rejection.missing("type"));
        }
        List<String> fields = FIELDS.get(type.textValue());
        if (fields == null) {
            List<String> all = FIELDS.keySet().stream().sorted().toList();
            return Optional.of(Rejection.unsupportedValue("type", type.textValue(), FieldRule.quoted(all)));
        }
        return required(event, fields).or(() -> unknown(event, fields)).or(() -> FieldRule.first(TYPES, event));
    }

    private static Optional<Rejection> required(JsonNode event, List<String> fields) {
        return fields.stream()
                .filter(field -> !field.endsWith("?") && !event.hasNonNull(field))
                .map(Rejection::missing)
                .findFirst();
    }

    private static Optional<Rejection> unknown(JsonNode event, List<String> fields) {
        List<String> known = new ArrayList<>(List.of("type", "event_id"));
        fields.forEach(field -> known.add(field.replace("?", "")));
        return event.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .map(name -> Rejection.invalid("Unknown parameter: '" + name + "'.", name, "unknown_parameter"))
                .findFirst();
    }
}
