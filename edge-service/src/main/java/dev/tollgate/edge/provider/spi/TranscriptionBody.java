package dev.tollgate.edge.provider.spi;

/// A request for a transcript as the caller made it: in the recording's own language, or in English
/// ([Operation#TRANSLATION]).
public interface TranscriptionBody extends UploadBody {
    /// In which format.
    Format format();

    /// Whether it is charged by the recording's length: then the provider has to tell it.
    boolean byDuration();

    /// A format of transcripts.
    enum Format {
        JSON("json"),
        TEXT("text"),
        SRT("srt"),
        VERBOSE_JSON("verbose_json"),
        VTT("vtt"),
        DIARIZED_JSON("diarized_json");

        private final String wireName;

        Format(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /// Whether the answer is JSON.
        public boolean isJson() {
            return switch (this) {
                case JSON, VERBOSE_JSON, DIARIZED_JSON -> true;
                case TEXT, SRT, VTT -> false;
            };
        }
    }
}
