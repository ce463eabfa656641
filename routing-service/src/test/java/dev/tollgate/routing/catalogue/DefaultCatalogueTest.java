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
