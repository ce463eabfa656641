package dev.tollgate.local.fake.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Rejects what ElevenLabs rejects, in its words.
final class SpeechCheck {
    private static final Set<String> FIELDS = Set.of(
            "text",
            "model_id",
            "language_code",
            "voice_settings",
            "pronunciation_dictionary_locators",
            "seed",
            "previous_text",
            "next_text",
            "apply_text_normalization");
    private static final Pattern FORMAT = Pattern.compile(
            "mp3_(22050_32|24000_48|44100_(32|64|96|128|192))|pcm_(8000|16000|22050|24000|32000|44100|48000)"
                    + "|opus_48000_(32|64|96|128|192)|wav_(8000|16000|22050|24000|32000|44100|48000)|[au]law_8000");
    private static final Pattern VOICE = Pattern.compile("[A-Za-z0-9]{20}");
    private static final int TEXT_MAX = 40_000;

    private SpeechCheck() {}

    /// @param about what it is about, in one word
    record Refusal(int status, String about, String message) {
        ObjectNode json() {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.putObject("detail").put("status", about).put("message", message);
            return root;
        }
    }

    /// What does not fit the schema.
    static Optional<ObjectNode> misfit(JsonNode body, String format) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                return Optional.of(place("extra_forbidden", field.getKey(), "Extra inputs are not permitted"));
            }
        }
        if (!body.path("text").isTextual()) {
            return Optional.of(place("missing", "text", "Field required"));
        }
        return FORMAT.matcher(format).matches()
                ? Optional.empty()
                : Optional.of(place("enum", "output_format", "Input should be a known output format"));
    }

    static ObjectNode place(String type, String field, String message) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode fault = root.putArray("detail").addObject().put("type", type);
        fault.putArray("loc").add("body").add(field);
        fault.put("msg", message);
        return root;
    }

    static Optional<Refusal> refusal(JsonNode body, String voice) {
        String text = body.path("text").textValue();
        double speed = body.at("/voice_settings/speed").asDouble(1);
        if (!VOICE.matcher(voice).matches()) {
            return refusal(404, "voice_not_found", "A voice with voice_id " + voice + " was not found.");
        }
        if (text.isBlank()) {
            return refusal(400, "input_text_empty", "Input text is empty.");
        }
        if (text.length() > TEXT_MAX) {
            return refusal(400, "max_character_limit_exceeded", "This request exceeds the maximum of characters.");
        }
        return speed < 0.7 || speed > 1.2
                ? refusal(400, "invalid_voice_settings", "Invalid setting for speed received, expected 0.7 to 1.2.")
                : Optional.empty();
    }

    private static Optional<Refusal> refusal(int status, String about, String message) {
        return Optional.of(new Refusal(status, about, message));
    }

    /// `mp3_44100_128` is `mp3`, as the demo's speech knows it.
    static String sound(String format) {
        String bare = format.substring(0, format.indexOf('_'));
        return bare.endsWith("law") ? "pcm" : bare;
    }
}
