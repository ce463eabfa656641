package dev.tollgate.routing.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tollgate.contract.routing.v1.Catalogue;

/// A snapshot's JSON and the version that is its hash.
final class SnapshotVersion {
    /// Immutable maps have another order in each process: unsorted, replicas would disagree about the version of
    /// one and the same file.
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private SnapshotVersion() {}

    /// The same snapshot with its version filled in.
    static Catalogue stamp(Catalogue catalogue) {
        return with(catalogue, CatalogueReader.hash(bytes(with(catalogue, ""))));
    }

    static byte[] bytes(Catalogue catalogue) {
        try {
            return JSON.writeValueAsBytes(catalogue);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a catalogue is always JSON", e);
        }
    }

    static Catalogue read(String json) {
        try {
            return JSON.readValue(json, Catalogue.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored catalogue is not readable by this release", e);
        }
    }

    private static Catalogue with(Catalogue catalogue, String version) {
        return new Catalogue(
                version,
                catalogue.fileHash(),
                catalogue.providers(),
                catalogue.models(),
                catalogue.deployments(),
                catalogue.groups(),
                catalogue.shadows());
    }
}
