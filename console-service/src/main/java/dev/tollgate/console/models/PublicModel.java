package dev.tollgate.console.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/// A model that can be called, and what it costs.
///
/// @param providers display names of those that serve it, in the order in which they are tried
/// @param contextWindow tokens; 0 of a model that counts none
/// @param endpoints what it can be asked for: `chat`, `completions`, `embeddings`, `images`, `image_edits`,
///     `image_variations`, `speech`, `transcription`, `translation`, `rerank`, `moderation`, `realtime`
/// @param created Unix seconds
/// @param tiers ascending by `above_input`; the first is above 0
public record PublicModel(
        String id,
        String object,
        List<String> aliases,
        @JsonProperty("owned_by") String ownedBy,
        List<String> providers,
        @JsonProperty("context_window") long contextWindow,
        @JsonProperty("output_bound") long outputBound,
        List<String> endpoints,
        List<String> capabilities,
        long created,
        boolean free,
        List<Tier> tiers) {
    public PublicModel {
        aliases = List.copyOf(aliases);
        providers = List.copyOf(providers);
        endpoints = List.copyOf(endpoints);
        capabilities = List.copyOf(capabilities);
        tiers = List.copyOf(tiers);
    }

    /// @param aboveInput the tier holds for requests of more input tokens than this
    /// @param nanosPerMillion nano-credits for a million of each class (of tokens, thousandths of an image,
    ///     characters, milliseconds or searches), the group's multiplier applied; whole numbers as text
    public record Tier(
            @JsonProperty("above_input") long aboveInput,
            @JsonProperty("nanos_per_million") Map<String, String> nanosPerMillion) {}
}
