package dev.tollgate.local.fake.openai.transcription;

import dev.tollgate.local.fake.openai.transcription.Transcript.Span;
import java.util.List;
import java.util.Locale;

/// Writes segments as SubRip or WebVTT.
final class Subtitles {

    private Subtitles() {}

    static String srt(Transcript transcript) {
        StringBuilder out = new StringBuilder();
        List<Span> segments = transcript.segments();
        for (int i = 0; i < segments.size(); i++) {
            out.append(i + 1).append('\n').append(cue(segments.get(i), ','));
        }
        return out.toString();
    }

    static String vtt(Transcript transcript) {
        StringBuilder out = new StringBuilder("WEBVTT\n\n");
        transcript.segments().forEach(segment -> out.append(cue(segment, '.')));
        return out.toString();
    }

    private static String cue(Span span, char separator) {
        return time(span.beginMillis(), separator) + " --> " + time(span.endMillis(), separator) + "\n"
                + span.text().strip() + "\n\n";
    }

    private static String time(long millis, char separator) {
        long seconds = millis / 1_000;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                seconds / 3_600,
                seconds / 60 % 60,
                seconds % 60,
                separator,
                millis % 1_000);
    }
}
