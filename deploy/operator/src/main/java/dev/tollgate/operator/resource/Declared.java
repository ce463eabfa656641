package dev.tollgate.operator.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// An object of the catalogue that a resource has made, or is about to make.
///
/// @param kind as the management API's path has it: `deployments`
/// @param version that the management API gave it; null before it is made
/// @param applied a hash of what was asked for; null before it is made
/// @param health how the edges see a deployment; null of others
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Declared(
        String kind,
        String id,
        @Nullable Long version,
        @Nullable String applied,
        @Nullable String health) {
    /// Its name is taken for this resource; whatever is found under it from now on is the resource's own.
    public static Declared claimed(String kind, String id) {
        return new Declared(kind, id, null, null, null);
    }

    public Declared at(long nowVersion, String nowApplied) {
        return new Declared(kind, id, nowVersion, nowApplied, health);
    }

    public Declared seen(@Nullable String nowHealth) {
        return new Declared(kind, id, version, applied, nowHealth);
    }
}
