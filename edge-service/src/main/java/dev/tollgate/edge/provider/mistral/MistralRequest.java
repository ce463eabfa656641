package dev.tollgate.edge.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.openai.ChatTree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A chat completion in Mistral's words. Each field is known there, said otherwise, dropped as a hint or refused by
/// us: Mistral refuses every other itself.
final class MistralRequest {
    private static final String CHAT = "/chat/completions";
    private static final double TEMPERATURE_MAX = 1.5;
    /// Those whose effort can be chosen: it is all or none.
    private static final Pattern GRADED =
            Pattern.compile("mistral-small-(latest|26)|mistral-medium-(latest|26|3[.-][5-9])");
    /// Those that always think.
    private static final Pattern THINKS = Pattern.compile("magistral");
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "temperature",
            "top_p",
            "max_tokens",
            "stream",
            "stop",
            "random_seed",
            "response_format",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "prompt_cache_key",
            "prompt_mode",
            "reasoning_effort",
            "safe_prompt");

    private final Upstream upstream;
    private final ChatTree chat;

    MistralRequest(ChatBody body, Upstream upstream) {
        this.upstream = upstream;
        this.chat = new ChatTree(body);
    }

    Translation translate() {
        seed();
        chat.refuseOpenAisOwn();
        chat.drop("stream_options", "safety_identifier");
        chat.refuse("logprobs", value -> !value.asBoolean(), "Mistral has no logprobs.");
        chat.refuse("top_logprobs", value -> false, "Mistral has no logprobs.");
        chat.bound(upstream);
        sampling();
        tools();
        effort();
        refuseUnknown();
        new MistralHistory(chat, thinks()).mend();
        return chat.to(CHAT, upstream);
    }

    /// None below 0 is known there.
    private void seed() {
        JsonNode seed = chat.tree().path("seed");
        if (seed.isIntegralNumber()) {
            chat.tree().put("random_seed", seed.asLong() & Integer.MAX_VALUE);
        }
    }

    /// Where always the likeliest token is taken, there is nothing to cut off: Mistral refuses to be told where.
    private void sampling() {
        ObjectNode tree = chat.tree();
        JsonNode temperature = tree.path("temperature");
        if (temperature.isNumber() && temperature.asDouble() > TEMPERATURE_MAX) {
            tree.put("temperature", TEMPERATURE_MAX);
        } else if (temperature.isNumber() && temperature.asDouble() == 0) {
            tree.remove("top_p");
        }
    }

    private void tools() {
        ObjectNode tree = chat.tree();
        JsonNode parallel = tree.path("parallel_tool_calls");
        chat.tools(true);
        if (tree.path("tools").isEmpty()) {
            return;
        }
        for (JsonNode tool : tree.path("tools")) {
            if (tool.get("function") instanceof ObjectNode function && !function.hasNonNull("parameters")) {
                function.putObject("parameters").put("type", "object").putObject("properties");
            }
        }
        if (parallel.isBoolean()) {
            tree.set("parallel_tool_calls", parallel);
        }
        JsonNode choice = tree.path("tool_choice");
        if (choice.asText().equals("required")) {
            tree.put("tool_choice", "any");
        } else if (choice.isObject() && !choice.path("type").asText().equals("function")) {
            chat.unsupported("tool_choice", "Mistral is left the choice, or made to call any function or one.");
        }
    }

    private void effort() {
        String asked = chat.tree().path("reasoning_effort").asText("");
        chat.tree().remove("reasoning_effort");
        if (!asked.isEmpty() && GRADED.matcher(upstream.model()).find()) {
            boolean none = asked.equals("none") || asked.equals("minimal");
            chat.tree().put("reasoning_effort", none ? "none" : "high");
        }
    }

    private boolean thinks() {
        return THINKS.matcher(upstream.model()).find()
                || chat.tree().path("reasoning_effort").asText().equals("high");
    }

    private void refuseUnknown() {
        List<String> fields =
                chat.tree().properties().stream().map(Map.Entry::getKey).toList();
        for (String field : fields) {
            if (!KNOWN.contains(field)) {
                chat.refuse(field, value -> false, "Mistral does not know this field.");
            } else if (chat.tree().get(field).isNull()) {
                chat.drop(field);
            }
        }
    }
}
