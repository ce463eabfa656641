package dev.tollgate.edge.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import dev.tollgate.edge.provider.spi.RealtimeDialect.Handshake;
import dev.tollgate.edge.provider.spi.TestSpeech;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureAdapterTest {
    private static final String V1 = "https://acme.openai.azure.com/openai/v1";
    private static final String VERSIONED = "https://acme.openai.azure.com/openai/2024-10-21";
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";

    private final AzureAdapter adapter = new AzureAdapter(new OpenAiAdapter());
    private final RealtimeDialect realtime = adapter.realtime().orElseThrow();

    @ParameterizedTest
    @CsvSource({
        V1 + "," + V1 + "/chat/completions",
        VERSIONED
                + ",https://acme.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
        "https://gw.example/azure/2025-04-01-preview,"
                + "https://gw.example/azure/deployments/my%20gpt/chat/completions?api-version=2025-04-01-preview",
    })
    void theBaseUrlSaysWhichOfTheTwoAddressesIsMeant(String baseUrl, String url) {
        assertThat(chat(baseUrl).url()).isEqualTo(url);
    }

    @Test
    void otherOperationsGoByTheSameAddresses() {
        TestSpeech speech = new TestSpeech("m", AnswerForm.BYTES);

        assertThat(sent(adapter.translate(speech, upstream(VERSIONED))).url())
                .isEqualTo("https://acme.openai.azure.com/openai/deployments/my%20gpt/audio/speech"
                        + "?api-version=2024-10-21");
    }

    @Test
    void responsesStandBesideTheDeployments() {
        assertThat(Surface.of(VERSIONED).url("/responses", "my gpt"))
                .isEqualTo("https://acme.openai.azure.com/openai/responses?api-version=2024-10-21");
        assertThat(Surface.of(V1).url("/responses", "my gpt")).isEqualTo(V1 + "/responses");
    }

    @Test
    void theKeyHasAHeaderOfItsOwnAndTheDeploymentIsTheModel() {
        UpstreamRequest request = chat(V1);

        assertThat(request.headers()).containsEntry("api-key", "s3cret").doesNotContainKey("Authorization");
        assertThat(request.body().toString()).contains("\"model\":\"my gpt\"");
    }

    @Test
    void theBoundGoesByTheNewerNameWhateverTheDeploymentIsCalled() {
        assertThat(chat(V1).body().toString())
                .contains("\"max_completion_tokens\":40")
                .doesNotContain("\"max_tokens\"");
    }

    @Test
    void ordersNothingSinceNoDeploymentReranks() {
        assertThat(adapter.operations())
                .contains(Operation.CHAT, Operation.EMBEDDINGS, Operation.IMAGES, Operation.TRANSCRIPTION)
                .doesNotContain(Operation.RERANK);
    }

    @Test
    void sessionsAreOpenedAtEitherAddress() {
        Handshake now = realtime.handshake(upstream(V1), false);
        Handshake versioned = realtime.handshake(upstream(VERSIONED), true);

        assertThat(now.url()).isEqualTo("wss://acme.openai.azure.com/openai/v1/realtime?model=my%20gpt");
        assertThat(now.headers()).containsExactly(Map.entry("api-key", "s3cret"));
        assertThat(versioned.url())
                .isEqualTo("wss://acme.openai.azure.com/openai/realtime?api-version=2024-10-21&deployment=my%20gpt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\",\"param\":\"prompt\",\"status\":400,"
                        + "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
                "{\"error\":{\"code\":\"BadRequest\",\"message\":\"filtered\","
                        + "\"inner_error\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
            })
    void whatTheFilterStopsIsAgainstThePolicy(String body) {
        assertThat(failure(body)).isEqualTo(new Failure.CallersFault("filtered", false, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OperationNotSupported", "InvalidApiVersionParameter"})
    void aDeploymentThatIsSetUpWronglyIsOurs(String code) {
        assertThat(failure("{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}"))
                .isEqualTo(new Failure.Rejected(400));
    }

    private Failure failure(String body) {
        return adapter.failure(400, name -> null, body.getBytes(StandardCharsets.UTF_8));
    }

    private UpstreamRequest chat(String baseUrl) {
        return sent(adapter.translate(ChatRequests.parsed(CHAT), upstream(baseUrl)));
    }

    private static UpstreamRequest sent(Translation translation) {
        return ((Translation.Translated) translation).request();
    }

    private static Upstream upstream(String baseUrl) {
        return new Upstream(baseUrl, "my gpt", "s3cret", 40L, 8_192, Map.of());
    }
}
