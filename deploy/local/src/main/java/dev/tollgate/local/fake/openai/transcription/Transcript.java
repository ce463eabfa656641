package dev.tollgate.local.fake.openai.transcription;

import dev.tollgate.local.fake.Words;
import dev.tollgate.local.fake.openai.UploadedFile;
import java.util.ArrayList;
import java.util.List;

/// What was heard, and when.
///
/// @param words each with the space before it
/// @param millis how long the recording is
record Transcript(List<String> words, long millis) {

    private static final int WORDS_PER_SEGMENT = 8;

    Transcript {
        words = List.copyOf(words);
    }

    /// @param wordCount 0 for what the recording says by itself
    static Transcript of(UploadedFile file, int wordCount) {
        String text = "This recording is called " + file.name() + " and has " + file.bytes() + " bytes.";
        return new Transcript(Words.split(Words.padded(text, wordCount)), SoundLength.millis(file));
    }

    String text() {
        return String.join("", words);
    }

    /// Whole seconds, begun ones included: what is paid for.
    long seconds() {
        return Math.ceilDiv(millis, 1_000);
    }

    List<Span> timedWords() {
        return spans(1);
    }

    List<Span> segments() {
        return spans(WORDS_PER_SEGMENT);
    }

    /// Words take the same time each.
    private List<Span> spans(int size) {
        List<Span> spans = new ArrayList<>();
        for (int from = 0; from < words.size(); from += size) {
            int to = Math.min(words.size(), from + size);
            long begin = millis * from / words.size();
            long end = millis * to / words.size();
            spans.add(new Span(String.join("", words.subList(from, to)), begin, end));
        }
        return spans;
    }

    record Span(String text, long beginMillis, long endMillis) {}
}
