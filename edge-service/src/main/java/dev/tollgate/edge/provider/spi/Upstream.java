package dev.tollgate.edge.provider.spi;

import org.jspecify.annotations.Nullable;

/// Where an attempt goes.
///
/// @param baseUrl with the version path, without a trailing slash
/// @param secret the credential, or null when the provider takes none
/// @param outputBound tokens per choice to send, or null for the caller's own
public record Upstream(
        String baseUrl,
        String model,
        @Nullable String secret,
        @Nullable Long outputBound) {
    @Override
    public String toString() {
        return "Upstream[" + model + "]";
    }
}
