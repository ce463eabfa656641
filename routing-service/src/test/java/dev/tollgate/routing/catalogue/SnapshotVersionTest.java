package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotVersionTest {
    private static final Map<String, Long> SIZES = sizes();

    @Test
    void sizesAreTheirNamesInOrderSoThatEachReplicaHashesTheSameBytes() throws IOException {
        Catalogue.Model model = new Catalogue.Model(
                "painter",
                List.of(),
                "o",
                1_000,
                100,
                10,
                List.of("images"),
                RateLimits.NONE,
                null,
                1,
                new Catalogue.Media(SIZES, 1));
        Catalogue catalogue = new Catalogue("", "f", List.of(), List.of(model), List.of(), List.of());

        JsonNode told = new ObjectMapper().readTree(SnapshotVersion.bytes(catalogue));

        List<String> names = new ArrayList<>();
        told.findValue("imageSizes").fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactlyElementsOf(SIZES.keySet());
    }

    private static Map<String, Long> sizes() {
        Map<String, Long> sizes = new TreeMap<>();
        for (int side = 100; side < 160; side++) {
            sizes.put(side + "x" + side, (long) side);
        }
        return sizes;
    }
}
