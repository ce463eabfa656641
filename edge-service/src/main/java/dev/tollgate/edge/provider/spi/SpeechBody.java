package dev.tollgate.edge.provider.spi;

/// A request for speech as the caller made it.
public interface SpeechBody extends JsonBody {
    @Override
    default Operation operation() {
        return Operation.SPEECH;
    }

    /// In which format.
    Sound sound();

    /// A format of sound.
    ///
    /// What so many bytes of it last is known for the uncompressed ones. For the others it is reckoned by the
    /// highest bit rate that is usual for speech, so that an estimate made of it errs in the caller's favour.
    enum Sound {
        MP3("mp3", "audio/mpeg", 20_000),
        OPUS("opus", "audio/ogg", 8_000),
        AAC("aac", "audio/aac", 16_000),
        FLAC("flac", "audio/flac", 36_000),
        WAV("wav", "audio/wav", 48_000),
        /// 24 kHz, 16 bits, little endian, one channel.
        PCM("pcm", "audio/pcm", 48_000);

        /// As OpenAI counts speech.
        private static final long TOKENS_PER_SECOND = 20;

        private final String wireName;
        private final String contentType;
        private final long bytesPerSecond;

        Sound(String wireName, String contentType, long bytesPerSecond) {
            this.wireName = wireName;
            this.contentType = contentType;
            this.bytesPerSecond = bytesPerSecond;
        }

        public String wireName() {
            return wireName;
        }

        public String contentType() {
            return contentType;
        }

        /// Estimated.
        public long tokens(long bytes) {
            return bytes * TOKENS_PER_SECOND / bytesPerSecond;
        }
    }
}
