package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The answers and events of transcriptions and speech are as OpenAI publishes them.
class AudioSchemaE2e {
    private static final String SPEECH = "/v1/audio/speech";
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    private final Caller caller = Caller.rich();

    @Test
    void transcriptionsAreValid() {
        OpenAiSchema.TRANSCRIPTION.assertValid(
                transcription(Map.of("response_format", "json")).json());
        OpenAiSchema.TRANSCRIPTION.assertValid(
                transcription(Map.of("model", "demo-transcribe-minutes")).json());
        OpenAiSchema.TRANSCRIPTION_VERBOSE.assertValid(
                transcription(Map.of("model", "demo-transcribe-minutes", "response_format", "verbose_json"))
                        .json());
    }

    @Test
    void transcriptionEventsAreValid() {
        assertThat(transcription(Map.of("stream", "true")).events())
                .hasSizeGreaterThan(1)
                .allSatisfy(OpenAiSchema.TRANSCRIPTION_EVENT::assertValid);
    }

    @Test
    void speechEventsAreValid() {
        List<JsonNode> events = caller.post(
                        SPEECH,
                        "{\"model\":\"demo-speech\",\"input\":\"Hello\",\"voice\":\"alloy\",\"stream_format\":\"sse\"}")
                .events();
        assertThat(events).hasSizeGreaterThan(1).allSatisfy(OpenAiSchema.SPEECH_EVENT::assertValid);
    }

    private Reply transcription(Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.putIfAbsent("model", "demo-transcribe");
        Reply reply = caller.upload(TRANSCRIPTIONS, Wav.silence(2), all);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }
}
