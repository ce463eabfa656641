package dev.tollgate.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The definitions that a cluster is given are those of the classes. `-Dgolden.update=true` writes them anew,
/// for the difference to be reviewed.
class DefinitionsTest {
    private static final Path GOLDEN = Path.of("../kubernetes/components/operator/definitions");

    @TempDir
    Path generated;

    @ParameterizedTest
    @ValueSource(
            classes = {
                Provider.class,
                Model.class,
                Route.class,
                Group.class,
                PriceList.class,
                Account.class,
                ApiKey.class
            })
    void theDefinitionInTheManifestsIsTheClasss(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        Path file = Definitions.generate(kind, generated);
        Path golden = GOLDEN.resolve(file.getFileName().toString().replace(".tollgate.dev-v1.yml", ".yaml"));
        String text = Files.readString(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, text);
        }
        assertThat(golden).content().isEqualTo(text);
    }
}
