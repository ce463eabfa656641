package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The file that ships: valid, and with every model that the API documents name.
class DefaultCatalogueTest {
    private static final Map<String, Long> SEED_MODELS = Map.ofEntries(
            Map.entry("gpt-5.5", 1_050_000L),
            Map.entry("gpt-5.4", 1_050_000L),
            Map.entry("gpt-5.4-mini", 400_000L),
            Map.entry("gpt-5.3-codex", 400_000L),
            Map.entry("gpt-5.2", 400_000L),
            Map.entry("gpt-4o", 128_000L),
            Map.entry("gpt-4o-mini", 128_000L),
            Map.entry("claude-3-5-sonnet-20241022", 200_000L),
            Map.entry("claude-3-5-haiku-20241022", 200_000L),
            Map.entry("gemini-1.5-pro", 1_048_576L),
            Map.entry("gemini-1.5-flash", 1_048_576L),
            Map.entry("gemini-2.0-flash", 1_048_576L),
            Map.entry("deepseek-chat", 65_536L),
            Map.entry("deepseek-reasoner", 65_536L),
            Map.entry("moonshot-v1-128k", 131_072L),
            Map.entry("kimi-k2.5", 131_072L));
    private static final List<String> DEMO_MODELS =
            List.of("demo", "demo-20ms", "demo-500ms", "demo-reasoning", "demo-free", "fault-429", "fault-leak");
    private static final Map<String, List<String>> BY_OPERATION = Map.ofEntries(
            Map.entry(
                    "embeddings",
                    List.of(
                            "text-embedding-3-small",
                            "text-embedding-3-large",
                            "text-embedding-ada-002",
                            "gemini-embedding-001",
                            "amazon.titan-embed-text-v2:0",
                            "text-embedding-005",
                            "mistral-embed",
                            "embed-v4.0",
                            "demo-embedding")),
            Map.entry("completions", List.of("gpt-3.5-turbo-instruct", "demo-completion")),
            Map.entry("images", List.of("gpt-image-1", "dall-e-2", "dall-e-3", "demo-image", "demo-image-tokens")),
            Map.entry("image_edits", List.of("gpt-image-1", "dall-e-2", "demo-image", "demo-image-tokens")),
            Map.entry("image_variations", List.of("dall-e-2", "demo-image")),
            Map.entry(
                    "transcription",
                    List.of("whisper-1", "gpt-4o-transcribe", "demo-transcribe", "demo-transcribe-minutes")),
            Map.entry("translation", List.of("whisper-1", "demo-transcribe-minutes")),
            Map.entry(
                    "speech",
                    List.of("gpt-4o-mini-tts", "tts-1", "eleven_multilingual_v2", "eleven_flash_v2_5", "demo-speech")),
            Map.entry("rerank", List.of("rerank-v3.5", "jina-reranker-v2-base-multilingual", "demo-rerank")),
            Map.entry("moderation", List.of("omni-moderation-latest", "mistral-moderation-2411", "demo-moderation")),
            Map.entry("realtime", List.of("gpt-realtime", "demo-realtime")));

    @Test
    void isValidWithoutAnyEnvironment() throws IOException {
        assertThat(read()).isInstanceOf(Reading.Valid.class);
    }

    @Test
    void hasEveryModelOfTheSeedsWithItsContext() throws IOException {
        Map<String, Model> models = models();

        assertThat(models).containsKeys(DEMO_MODELS.toArray(String[]::new));
        SEED_MODELS.forEach((id, context) -> assertThat(models.get(id))
                .as(id)
                .isNotNull()
                .extracting(Model::contextWindow)
                .isEqualTo(context));
        assertThat(models.get("claude-3-5-sonnet-20241022"))
                .extracting(Model::aliases)
                .isEqualTo(List.of("claude-3-5-sonnet"));
    }

    @Test
    void servesEveryEndpointWithARealAndADemoModel() throws IOException {
        List<Model> all = List.copyOf(models().values());

        BY_OPERATION.forEach((operation, ids) -> assertThat(all)
                .filteredOn(model -> model.capabilities().contains(operation))
                .extracting(Model::id)
                .containsExactlyInAnyOrderElementsOf(ids));
        assertThat(all)
                .filteredOn(model -> model.id().equals("dall-e-3"))
                .singleElement()
                .extracting(model -> model.media().imageSizes())
                .isEqualTo(Map.of(
                        "1024x1024/standard", 1_000L,
                        "1024x1024/hd", 2_000L,
                        "1024x1792/standard", 2_000L,
                        "1024x1792/hd", 3_000L,
                        "1792x1024/standard", 2_000L,
                        "1792x1024/hd", 3_000L));
    }

    @Test
    void deploysEveryModelAndKeepsFaultsOutOfTheDefaultGroup() throws IOException {
        CatalogueFile file = ((Reading.Valid) read()).file();

        assertThat(file.deployments())
                .extracting(CatalogueFile.DeploymentEntry::model)
                .containsAll(models().keySet());
        assertThat(file.groups().getFirst().id()).isEqualTo("default");
        assertThat(file.groups().getFirst().models())
                .containsAll(SEED_MODELS.keySet())
                .contains("demo", "demo-free")
                .noneMatch(id -> id.startsWith("fault-"));
        assertThat(file.groups().getLast().models()).containsExactly("*");
    }

    private static Map<String, Model> models() throws IOException {
        return ((Reading.Valid) read())
                .file().models().stream().collect(Collectors.toMap(Model::id, Function.identity()));
    }

    private static Reading read() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("../config/catalogue.yaml"));
        return new CatalogueReader(8 << 20, name -> null).read(bytes);
    }
}
