package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The pipeline serves endpoints and providers without knowing one of them: whoever adds one touches nothing here.
/// In its sources, comments included, none is named; what it may use is a rule of the architecture besides.
class PipelineNamesNobodyTest {
    private static final Path EDGE = Path.of("src/main/java/dev/tollgate/edge");

    @Test
    void noEndpointAndNoProviderIsNamed() throws IOException {
        Set<String> names = names();
        assertThat(names)
                .contains("chat", "embeddings", "images", "transcription", "speech", "rerank", "realtime")
                .contains("edits", "variations", "translation", "moderation")
                .contains("openai", "anthropic", "gemini", "deepseek", "moonshot", "cohere", "jina")
                .contains("azure", "mistral", "elevenlabs");
        List<Path> sources = sources("pipeline");
        assertThat(sources).hasSizeGreaterThan(10);
        for (Path source : sources) {
            assertThat(named(source, names)).as(source.toString()).isEmpty();
        }
    }

    /// The search finds them where they belong.
    @Test
    void theSearchFindsThemElsewhere() throws IOException {
        for (String name : List.of("chat", "embeddings", "images", "rerank")) {
            assertThat(sources(name)).as(name).anySatisfy(source -> assertThat(named(source, names()))
                    .contains(name));
        }
        assertThat(sources("provider/gemini"))
                .anySatisfy(source -> assertThat(named(source, names())).contains("gemini"));
    }

    /// Of operations, of what they are called in the catalogue, and of the packages of dialects.
    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Operation operation : Operation.values()) {
            names.add(operation.name().toLowerCase(Locale.ROOT));
            names.add(operation.capability());
            names.addAll(List.of(operation.label().split("\\.")));
        }
        try (Stream<Path> dialects = Files.list(EDGE.resolve("provider"))) {
            dialects.filter(Files::isDirectory)
                    .map(dialect -> dialect.getFileName().toString())
                    .filter(dialect -> !dialect.equals("spi"))
                    .forEach(names::add);
        }
        return names;
    }

    private static Set<String> named(Path source, Set<String> names) throws IOException {
        // Credits are no edits.
        String text = Files.readString(source).toLowerCase(Locale.ROOT).replace("credits", "");
        Set<String> found = new TreeSet<>(names);
        found.removeIf(name -> !text.contains(name));
        return found;
    }

    private static List<Path> sources(String feature) throws IOException {
        try (Stream<Path> all = Files.list(EDGE.resolve(feature))) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
