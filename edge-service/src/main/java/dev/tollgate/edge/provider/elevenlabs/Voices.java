package dev.tollgate.edge.provider.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which of ElevenLabs' voices speaks: by its id, or by the name of one of OpenAI's, for which a voice stands in that
/// every account has.
final class Voices {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{20}");
    private static final Map<String, String> STAND_INS = Map.ofEntries(
            Map.entry("alloy", "SAz9YHcvj6GT2YYXdXww"), // River
            Map.entry("ash", "bIHbv24MWmeRgHZF58c1"), // Will
            Map.entry("ballad", "JBFqnCBsd6RMkjVDRZzb"), // George
            Map.entry("cedar", "cjVigY5qzO86Huf0OWal"), // Eric
            Map.entry("coral", "FGY2WhTYpPnrIDTdsKH5"), // Laura
            Map.entry("echo", "TX3LPaxmHKxFdv7VOQHJ"), // Liam
            Map.entry("fable", "onwK4e9ZLuTAKqWW03F9"), // Daniel
            Map.entry("marin", "Xb7hH8MSUJpSbSDYk0k2"), // Alice
            Map.entry("nova", "cgSgspJ2msm6clMCkdW9"), // Jessica
            Map.entry("onyx", "nPczCjzI2devNBz1zQrb"), // Brian
            Map.entry("sage", "EXAVITQu4vr4xnSDxMaL"), // Sarah
            Map.entry("shimmer", "pFZP5JQG7iQjIQuC4Bku"), // Lily
            Map.entry("verse", "iP95p4xoKVk53GoZ742B")); // Chris

    private Voices() {}

    /// Null for what is no voice's name and no id.
    ///
    /// @param asked a name, or an object with an `id`
    static @Nullable String id(JsonNode asked) {
        String name = asked.isObject() ? asked.path("id").asText("") : asked.asText("");
        String standIn = STAND_INS.get(name.toLowerCase(Locale.ROOT));
        if (standIn != null) {
            return standIn;
        }
        return ID.matcher(name).matches() ? name : null;
    }
}
