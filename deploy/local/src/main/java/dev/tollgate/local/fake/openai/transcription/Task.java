package dev.tollgate.local.fake.openai.transcription;

/// In which language a recording is written down.
public enum Task {
    /// Its own.
    TRANSCRIBE("/audio/transcriptions", "transcribe"),
    /// English. Tells no usage, knows no streams.
    TRANSLATE("/audio/translations", "translate");

    private final String path;
    private final String wireName;

    Task(String path, String wireName) {
        this.path = path;
        this.wireName = wireName;
    }

    String path() {
        return path;
    }

    /// As verbose answers tell it.
    String wireName() {
        return wireName;
    }
}
