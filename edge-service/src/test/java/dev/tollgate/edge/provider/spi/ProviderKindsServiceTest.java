package dev.tollgate.edge.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.ProviderKind;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// What a catalogue may name is what this edge speaks.
@QuarkusTest
@NullUnmarked
class ProviderKindsServiceTest {
    @Inject
    @All
    List<ProviderAdapter> adapters;

    @Test
    void everyKindHasOneAdapterAndEveryAdapterAKind() {
        assertThat(adapters)
                .extracting(ProviderAdapter::kind)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProviderKind.values())
                        .map(ProviderKind::wireName)
                        .toList());
    }
}
