package dev.tollgate.contract.routing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider, model, deployment or group of the catalogue, as operators see it.
///
/// @param object `catalogue_provider`, `catalogue_model`, `catalogue_deployment` or `catalogue_group`
/// @param source `file`, which is read-only here, or `managed`
/// @param declaredAt where the file declares it: `catalogue.yaml:12`; null when it is managed
/// @param version to be sent with a change of a managed one, which takes it only if nobody was faster
/// @param definition in the catalogue file's words, with what was left out filled in; prices are not in it
/// @param conflict why a managed one has no effect; of a file's, that a managed one of its id has none. Null: all is
///     well
/// @param configured whether a provider or deployment has the credential it needs, or the demo provider answers for a
///     deployment without one; null of others
/// @param drained whether a deployment takes no new requests; null of others
/// @param priced whether a model has a price in force; null of others, and where nobody asked billing
/// @param createdAt Unix seconds; null of the file's
public record CatalogueObject(
        String id,
        String object,
        String source,
        @JsonProperty("declared_at") @Nullable String declaredAt,
        @Nullable Long version,
        Map<String, Object> definition,
        @Nullable String conflict,
        @Nullable Boolean configured,
        @Nullable Boolean drained,
        @Nullable Boolean priced,
        @JsonProperty("created_at") @Nullable Long createdAt,
        @JsonProperty("updated_at") @Nullable Long updatedAt) {
    public static final String FILE = "file";
    public static final String MANAGED = "managed";

    public CatalogueObject priced(boolean now) {
        return new CatalogueObject(
                id,
                object,
                source,
                declaredAt,
                version,
                definition,
                conflict,
                configured,
                drained,
                now,
                createdAt,
                updatedAt);
    }
}
