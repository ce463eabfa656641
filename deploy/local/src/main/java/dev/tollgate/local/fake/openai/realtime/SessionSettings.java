package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a session was told to be. Turns are never detected here: the client commits its audio and asks for responses.
final class SessionSettings {

    private static final long LIFE_SECONDS = 3_600;
    private static final Set<String> KNOWN = Set.of(
            "type",
            "model",
            "output_modalities",
            "instructions",
            "audio",
            "include",
            "tracing",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "max_output_tokens",
            "truncation",
            "prompt");

    private final String model;
    private final ObjectNode json;

    SessionSettings(String id, String model) {
        this.model = model;
        json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "realtime")
                .put("object", "realtime.session")
                .put("id", id)
                .put("model", model)
                .put("expires_at", System.currentTimeMillis() / 1_000 + LIFE_SECONDS)
                .put("instructions", "You are a demo.")
                .put("tool_choice", "auto")
                .put("max_output_tokens", "inf");
        json.putArray("output_modalities").add("audio");
        json.putArray("tools");
        ObjectNode audio = json.putObject("audio");
        ObjectNode input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        input.putNull("transcription").putNull("noise_reduction").putNull("turn_detection");
        ObjectNode output = audio.putObject("output");
        output.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        output.put("voice", "marin").put("speed", 1.0);
    }

    ObjectNode toJson() {
        return json.deepCopy();
    }

    String instructions() {
        return json.path("instructions").asText();
    }

    JsonNode transcription() {
        return json.at("/audio/input/transcription");
    }

    JsonNode tools() {
        return json.path("tools");
    }

    String toolChoice() {
        return json.path("tool_choice").asText();
    }

    /// What a response speaks in, unless it asks otherwise: `text` or `audio`.
    boolean speaks(JsonNode response) {
        JsonNode asked =
                response.has("output_modalities") ? response.get("output_modalities") : json.get("output_modalities");
        return Nested.elements(asked).anyMatch(modality -> modality.asText().equals("audio"));
    }

    /// Objects are merged, everything else is replaced.
    Optional<Rejection> update(JsonNode changes, Outbox outbox) {
        Optional<Rejection> refused = check(changes);
        if (refused.isPresent()) {
            return refused;
        }
        merge(json, changes);
        ObjectNode updated = outbox.event("session.updated");
        updated.set("session", toJson());
        outbox.send(updated);
        return Optional.empty();
    }

    private Optional<Rejection> check(JsonNode changes) {
        if (!changes.hasNonNull("type")) {
            return Optional.of(Rejection.missing("session.type"));
        }
        String asked = changes.path("model").asText(model);
        return Nested.unknown(changes, "session", KNOWN)
                .or(() -> FieldRule.oneOf("type", "realtime").check(changes))
                .or(() -> FieldRule.string("instructions").check(changes))
                .or(() -> modalities(changes))
                .or(() -> asked.equals(model)
                        ? Optional.empty()
                        : Optional.of(Rejection.invalid(
                                "Cannot update a session's model.", "session.model", "cannot_update_model")));
    }

    static Optional<Rejection> modalities(JsonNode changes) {
        JsonNode asked = changes.path("output_modalities");
        boolean one = asked.size() == 1
                && Set.of("text", "audio").contains(asked.get(0).asText());
        String message = "Invalid modalities: " + asked + ". Supported combinations are: ['text'] and ['audio'].";
        return asked.isMissingNode() || one
                ? Optional.empty()
                : Optional.of(Rejection.invalid(message, "session.output_modalities", "invalid_value"));
    }

    private static void merge(ObjectNode target, JsonNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            JsonNode present = target.path(change.getKey());
            if (present instanceof ObjectNode object && change.getValue().isObject()) {
                merge(object, change.getValue());
            } else {
                target.set(change.getKey(), change.getValue());
            }
        }
    }
}
