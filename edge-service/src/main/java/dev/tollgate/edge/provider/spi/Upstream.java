package dev.tollgate.edge.provider.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an attempt goes.
///
/// @param baseUrl with the version path, without a trailing slash
/// @param secret the credential, or null when the provider takes none
/// @param outputBound tokens per choice to send, or null for the caller's own
/// @param modelBound most tokens of one answer of this model: for dialects that must always send a bound
/// @param files by address: those that the adapter wanted fetched
public record Upstream(
        String baseUrl,
        String model,
        @Nullable String secret,
        @Nullable Long outputBound,
        long modelBound,
        Map<String, FetchedFile> files) {
    public Upstream {
        files = Map.copyOf(files);
    }

    @Override
    public String toString() {
        return "Upstream[" + model + "]";
    }
}
