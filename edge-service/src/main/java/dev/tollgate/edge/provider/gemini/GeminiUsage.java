package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import org.jspecify.annotations.Nullable;

/// Makes Gemini's counts disjoint: its prompt's include the cached ones and each modality's, its candidates' do not
/// include the thoughts. What was read from the cache is counted as that, whatever its modality; pages of documents
/// are input like text. Counts beyond their total are cut to it.
final class GeminiUsage {
    private GeminiUsage() {}

    /// @param usage `usageMetadata`
    /// @return null when it tells nothing
    static @Nullable Quantities read(@Nullable JsonNode usage) {
        if (usage == null
                || !usage.isObject()
                || !usage.path("promptTokenCount").isNumber()) {
            return null;
        }
        long prompt = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount");
        long cached = Math.min(count(usage, "cachedContentTokenCount"), prompt);
        long rest = prompt - cached;
        long audio = Math.min(uncached(usage, "AUDIO"), rest);
        long image = Math.min(uncached(usage, "IMAGE"), rest - audio);
        long output = count(usage, "candidatesTokenCount");
        long audioOut = Math.min(modality(usage.path("candidatesTokensDetails"), "AUDIO"), output);
        long imageOut = Math.min(modality(usage.path("candidatesTokensDetails"), "IMAGE"), output - audioOut);
        return Quantities.of(rest - audio - image, output - audioOut - imageOut)
                .with(UsageClass.CACHED_INPUT, cached)
                .with(UsageClass.AUDIO_INPUT, audio)
                .with(UsageClass.IMAGE_INPUT, image)
                .with(UsageClass.REASONING, count(usage, "thoughtsTokenCount"))
                .with(UsageClass.AUDIO_OUTPUT, audioOut)
                .with(UsageClass.IMAGE_OUTPUT, imageOut);
    }

    private static long uncached(JsonNode usage, String modality) {
        long all = modality(usage.path("promptTokensDetails"), modality)
                + modality(usage.path("toolUsePromptTokensDetails"), modality);
        return Math.max(0, all - modality(usage.path("cacheTokensDetails"), modality));
    }

    private static long modality(JsonNode details, String modality) {
        long tokens = 0;
        for (JsonNode detail : details) {
            if (detail.path("modality").asText().equals(modality)) {
                tokens += count(detail, "tokenCount");
            }
        }
        return tokens;
    }

    private static long count(JsonNode parent, String field) {
        return Math.max(0, parent.path(field).asLong());
    }
}
