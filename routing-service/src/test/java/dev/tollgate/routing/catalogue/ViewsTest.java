package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.CatalogueObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What operators are told of the shipped catalogue when no provider has a credential.
class ViewsTest {
    private static final Path SHIPPED = Path.of("../config/catalogue.yaml");

    @Test
    void aDeploymentWithoutACredentialWantsForNothingWhereTheDemoProviderAnswersForAll() throws IOException {
        assertThat(configured(false, Kind.DEPLOYMENT, "openai/gpt-4o")).isFalse();
        assertThat(configured(true, Kind.DEPLOYMENT, "openai/gpt-4o")).isTrue();
        assertThat(configured(true, Kind.PROVIDER, "openai")).isFalse();
    }

    private static boolean configured(boolean demoAll, Kind kind, String id) throws IOException {
        CatalogueReader reader = new CatalogueReader(8 << 20, _ -> null);
        CatalogueFile file = ((CatalogueFile.Reading.Valid) reader.read(Files.readAllBytes(SHIPPED))).file();
        Views views = new Views(Merged.of(file, Managed.NOTHING, false), SHIPPED, (_, _) -> false, demoAll);
        CatalogueObject found = views.of(kind.named(id));
        return Boolean.TRUE.equals(found.configured());
    }
}
