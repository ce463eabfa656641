package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// What a transcript has used: tokens, or time. The recording's own `duration` is finer than the usage's `seconds`,
/// which are rounded up.
final class TranscriptUsage {
    private static final BigDecimal SECONDS_MOST = BigDecimal.valueOf(1_000_000_000L);
    private static final int MILLI_DIGITS = 3;

    private TranscriptUsage() {}

    /// @param answer a whole transcript, or the last event of a stream
    /// @return null when it tells nothing
    static @Nullable Quantities of(JsonNode answer) {
        JsonNode told = answer.path("usage");
        Quantities used = Quantities.NONE;
        if (told.hasNonNull("output_tokens")) {
            long input = count(told, "input_tokens");
            JsonNode details = told.path("input_token_details");
            // It is sound, but for what is said to be text.
            long text = Math.min(input, count(details, "text_tokens"));
            used = used.with(UsageClass.INPUT, text)
                    .with(UsageClass.AUDIO_INPUT, input - text)
                    .with(UsageClass.OUTPUT, count(told, "output_tokens"));
        }
        long millis = Math.max(0, millis(answer.path("duration")));
        if (millis == 0) {
            millis = Math.max(0, millis(told.path("seconds")));
        }
        used = used.with(UsageClass.AUDIO_MILLISECONDS, millis);
        return used.isEmpty() ? null : used;
    }

    /// Rounded up; some write numbers as text. -1 when it is none that can be.
    private static long millis(JsonNode seconds) {
        if (!seconds.isNumber() && !seconds.isTextual()) {
            return -1;
        }
        try {
            BigDecimal value = new BigDecimal(seconds.asText());
            return value.signum() < 0 || value.compareTo(SECONDS_MOST) > 0
                    ? -1
                    : value.movePointRight(MILLI_DIGITS)
                            .setScale(0, RoundingMode.CEILING)
                            .longValueExact();
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static long count(JsonNode parent, String field) {
        return Math.max(0, parent.path(field).asLong());
    }
}
