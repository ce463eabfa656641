package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes a verbose transcript as subtitles: one for each segment, or one for all where there are none.
final class Subtitles {
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final BigDecimal SECONDS_MOST = BigDecimal.valueOf(1_000_000L);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Subtitles() {}

    static String srt(JsonNode transcript) {
        StringBuilder out = new StringBuilder();
        int number = 0;
        for (JsonNode segment : segments(transcript)) {
            out.append(++number).append('\n');
            cue(out, segment, ',');
        }
        return out.toString();
    }

    static String vtt(JsonNode transcript) {
        StringBuilder out = new StringBuilder("WEBVTT\n\n");
        segments(transcript).forEach(segment -> cue(out, segment, '.'));
        return out.toString();
    }

    private static List<JsonNode> segments(JsonNode transcript) {
        List<JsonNode> segments = new ArrayList<>();
        transcript.path("segments").forEach(segments::add);
        if (segments.isEmpty()) {
            segments.add(JSON.createObjectNode()
                    .put("start", 0)
                    .put("end", transcript.path("duration").asDouble())
                    .put("text", transcript.path("text").asText()));
        }
        return segments;
    }

    private static void cue(StringBuilder out, JsonNode segment, char point) {
        out.append(time(segment.path("start"), point))
                .append(" --> ")
                .append(time(segment.path("end"), point))
                .append('\n')
                // An empty line would end the subtitle.
                .append(segment.path("text").asText().strip().replaceAll("\\R+", "\n"))
                .append("\n\n");
    }

    private static String time(JsonNode seconds, char point) {
        BigDecimal told = seconds.isNumber() ? seconds.decimalValue() : BigDecimal.ZERO;
        long millis = told.max(BigDecimal.ZERO)
                .min(SECONDS_MOST)
                .movePointRight(3)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / MILLIS_PER_HOUR,
                millis / MILLIS_PER_MINUTE % 60,
                millis / MILLIS_PER_SECOND % 60,
                point,
                millis % MILLIS_PER_SECOND);
    }
}
