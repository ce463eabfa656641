package dev.tollgate.edge.audio.speech;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Field;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.SpeechBody.Sound;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Judges the fields that we read; types and ranges are those of OpenAI's reference.
final class SpeechView {
    /// Characters, as people count them: code points.
    private static final int TEXT_MAX = 4_096;

    private static final double SPEED_LEAST = 0.25;
    private static final double SPEED_MOST = 4;

    private final Members members;
    private final Map<String, JsonNode> fields;

    SpeechView(Members members) {
        this.members = members;
        this.fields = members.fields();
    }

    SpeechRequest validated() {
        String model = Field.requiredText(fields, "model");
        String input = bounded("input", Field.requiredText(fields, "input"));
        checkVoice(fields.get("voice"));
        String instructions = Field.text(fields, "instructions");
        checkSpeed(fields.get("speed"));
        return new SpeechRequest(
                model,
                input,
                instructions == null ? "" : bounded("instructions", instructions),
                sound(Field.text(fields, "response_format")),
                isEvents(Field.text(fields, "stream_format")),
                members);
    }

    private static String bounded(String name, String text) {
        if (text.codePointCount(0, text.length()) > TEXT_MAX) {
            throw Invalid.value(
                    name, "Invalid value for '" + name + "': must have at most " + TEXT_MAX + " characters.");
        }
        return text;
    }

    /// A name, or the id of a voice of one's own.
    private static void checkVoice(@Nullable JsonNode voice) {
        if (voice == null || (voice.isTextual() && voice.textValue().isEmpty())) {
            throw Invalid.missing("voice");
        }
        if (voice.isObject()) {
            Field.requiredText(voice, "id", "voice");
        } else if (!voice.isTextual()) {
            throw Invalid.type("voice", "a string or an object");
        }
    }

    private static void checkSpeed(@Nullable JsonNode speed) {
        if (speed == null) {
            return;
        }
        if (!speed.isNumber()) {
            throw Invalid.type("speed", "a number");
        }
        if (speed.doubleValue() < SPEED_LEAST || speed.doubleValue() > SPEED_MOST) {
            throw Invalid.value("speed", "Invalid value for 'speed': must be between 0.25 and 4.");
        }
    }

    private static Sound sound(@Nullable String format) {
        if (format == null) {
            return Sound.MP3;
        }
        return Arrays.stream(Sound.values())
                .filter(sound -> sound.wireName().equals(format))
                .findFirst()
                .orElseThrow(() -> Invalid.value(
                        "response_format",
                        "Invalid value for 'response_format': must be one of "
                                + Arrays.stream(Sound.values())
                                        .map(Sound::wireName)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static boolean isEvents(@Nullable String format) {
        return switch (format) {
            case null -> false;
            case "audio" -> false;
            case "sse" -> true;
            default -> throw Invalid.value("stream_format", "Invalid value for 'stream_format': must be audio or sse.");
        };
    }
}
