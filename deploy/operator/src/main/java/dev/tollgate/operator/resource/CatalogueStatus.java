package dev.tollgate.operator.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a resource that declares objects of the catalogue.
///
/// @param objects those that it has made
/// @param credentialVersion of the Secret whose credential was handed over; null without one
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CatalogueStatus(
        @Nullable Long observedGeneration,
        @Nullable List<Condition> conditions,
        @Nullable List<Declared> objects,
        @Nullable String credentialVersion)
        implements Conditioned {
    public static final CatalogueStatus NONE = new CatalogueStatus(null, List.of(), List.of(), null);

    public List<Declared> declared() {
        return objects == null ? List.of() : objects;
    }
}
