package dev.tollgate.edge.provider.spi.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;

/// Usage as OpenAI tells it: totals that include their parts, where ours are disjoint.
public final class ChatUsage {
    private ChatUsage() {}

    public static ObjectNode of(Quantities usage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("prompt_tokens", usage.input());
        json.put("completion_tokens", usage.output());
        json.put("total_tokens", usage.tokens());
        json.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.get(UsageClass.CACHED_INPUT))
                .put("cache_write_tokens", usage.get(UsageClass.CACHE_WRITE))
                .put("audio_tokens", usage.get(UsageClass.AUDIO_INPUT))
                .put("image_tokens", usage.get(UsageClass.IMAGE_INPUT));
        json.putObject("completion_tokens_details")
                .put("reasoning_tokens", usage.get(UsageClass.REASONING))
                .put("audio_tokens", usage.get(UsageClass.AUDIO_OUTPUT));
        return json;
    }
}
