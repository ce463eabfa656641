package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.audio.AudioResponseFormat;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Transcriptions and speech by openai-java.
class JavaSdkAudioE2e {
    private final Suite suite = Suite.running();

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(suite.edge(1) + "/v1")
            .apiKey(suite.customer(10 * Suite.CREDIT, "").secret())
            .maxRetries(0)
            .timeout(Duration.ofSeconds(60))
            .build();

    @Test
    void transcribesWholeAndStreamed() {
        assertThat(client.audio()
                        .transcriptions()
                        .create(transcription().build())
                        .asTranscription()
                        .validate()
                        .text())
                .isNotEmpty();
        assertThat(client.audio()
                        .transcriptions()
                        .create(transcription()
                                .model("demo-transcribe-minutes")
                                .responseFormat(AudioResponseFormat.VERBOSE_JSON)
                                .build())
                        .asVerbose()
                        .validate()
                        .segments())
                .isPresent();
        try (var stream =
                client.audio().transcriptions().createStreaming(transcription().build())) {
            List<TranscriptionStreamEvent> events =
                    stream.stream().map(TranscriptionStreamEvent::validate).toList();
            assertThat(events).hasSizeGreaterThan(2);
            assertThat(events.getLast().asTranscriptTextDone().text()).isNotEmpty();
        }
    }

    @Test
    void speaks() throws Exception {
        SpeechCreateParams params = SpeechCreateParams.builder()
                .model("demo-speech")
                .voice("alloy")
                .input("Good morning")
                .responseFormat(SpeechCreateParams.ResponseFormat.WAV)
                .build();
        try (HttpResponse speech = client.audio().speech().create(params);
                InputStream bytes = speech.body()) {
            assertThat(speech.headers().values("content-type")).containsExactly("audio/wav");
            assertThat(bytes.readAllBytes()).hasSizeGreaterThan(100).startsWith('R', 'I', 'F', 'F');
        }
    }

    private static TranscriptionCreateParams.Builder transcription() {
        return TranscriptionCreateParams.builder()
                .model("demo-transcribe")
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(Wav.silence(2)))
                        .filename("speech.wav")
                        .build());
    }
}
