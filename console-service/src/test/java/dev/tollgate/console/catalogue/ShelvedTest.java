package dev.tollgate.console.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.CatalogueObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Of providers without a credential, only those are missed that something in use needs.
class ShelvedTest {
    @Test
    void aCredentialIsMissedWhereADeploymentInUseNeedsIt() {
        Set<String> wanting = Shelved.wanting(List.of(
                deployment("openai", false, false),
                deployment("resting", false, true),
                deployment("stood-in", true, false)));
        assertThat(wanting).containsExactly("openai");
        assertThat(Shelved.of(provider("openai"), Map.of(), wanting).missed()).isTrue();
        assertThat(Shelved.of(provider("resting"), Map.of(), wanting).missed()).isFalse();
        assertThat(Shelved.of(provider("unused"), Map.of(), wanting).missed()).isFalse();
        assertThat(Shelved.of(provider("unused"), Map.of(), wanting).isUnconfigured())
                .isTrue();
        assertThat(Shelved.of(deployment("openai", false, false)).missed()).isTrue();
    }

    private static CatalogueObject provider(String id) {
        return object("catalogue_provider", id, Map.of("id", id), false, null);
    }

    private static CatalogueObject deployment(String provider, boolean configured, boolean drained) {
        return object("catalogue_deployment", provider + "/m", Map.of("provider", provider), configured, drained);
    }

    private static CatalogueObject object(
            String kind, String id, Map<String, Object> definition, boolean configured, @Nullable Boolean drained) {
        return new CatalogueObject(
                id,
                kind,
                CatalogueObject.FILE,
                "catalogue.yaml:1",
                null,
                definition,
                null,
                configured,
                drained,
                null,
                null,
                null);
    }
}
