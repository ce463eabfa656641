package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.Image;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.models.Model;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Embeddings, images and models by openai-java.
class JavaSdkEndpointsE2e {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private final Suite suite = Suite.running();

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(suite.edge(1) + "/v1")
            .apiKey(suite.customer(10 * Suite.CREDIT, "").secret())
            .maxRetries(0)
            .timeout(Duration.ofSeconds(60))
            .build();

    @Test
    void embedsStringsAndTokens() {
        List<Embedding> texts = embeddings(embedding().inputOfArrayOfStrings(List.of("one", "two")));
        assertThat(texts).extracting(Embedding::index).containsExactly(0L, 1L);
        assertThat(texts.getFirst().embedding())
                .isNotEmpty()
                .isNotEqualTo(texts.getLast().embedding());
        assertThat(embeddings(embedding().inputOfArrayOfTokens(List.of(1L, 2L, 3L))))
                .hasSize(1);
        List<Embedding> encoded =
                embeddings(embedding().input("one").encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT));
        assertThat(encoded.getFirst().embedding())
                .hasSameSizeAs(texts.getFirst().embedding());
    }

    @Test
    void makesPicturesWholeAndStreamed() {
        List<Image> images = client.images()
                .generate(image().n(2L)
                        .putAdditionalBodyProperty("response_format", JsonValue.from("b64_json"))
                        .build())
                .validate()
                .data()
                .orElseThrow();
        assertThat(images).hasSize(2).allSatisfy(one -> isPng(one.b64Json().orElseThrow()));
        try (var stream =
                client.images().generateStreaming(image().partialImages(2L).build())) {
            List<ImageGenStreamEvent> events =
                    stream.stream().map(ImageGenStreamEvent::validate).toList();
            assertThat(events).hasSize(3);
            events.subList(0, 2)
                    .forEach(event -> isPng(event.asGenerationPartialImage().b64Json()));
            isPng(events.getLast().asGenerationCompleted().b64Json());
        }
    }

    @Test
    void listsModelsAndFindsThem() {
        List<Model> models = client.models().list().autoPager().stream().toList();
        assertThat(models).extracting(Model::id).contains("demo");
        assertThat(client.models().retrieve("demo").validate()).isIn(models);
    }

    @Test
    void errorsHaveTheSdksClass() {
        BadRequestException refused = catchThrowableOfType(BadRequestException.class, () -> client.embeddings()
                .create(embedding().input("").build()));
        assertThat(refused).isNotNull();
        assertThat(refused.param()).contains("input");
    }

    private static EmbeddingCreateParams.Builder embedding() {
        return EmbeddingCreateParams.builder().model("demo-embedding");
    }

    private List<Embedding> embeddings(EmbeddingCreateParams.Builder params) {
        return client.embeddings().create(params.build()).validate().data();
    }

    private static ImageGenerateParams.Builder image() {
        return ImageGenerateParams.builder().model("demo-image").prompt("A red boat");
    }

    private static void isPng(String base64) {
        assertThat(Base64.getDecoder().decode(base64)).startsWith(PNG);
    }
}
