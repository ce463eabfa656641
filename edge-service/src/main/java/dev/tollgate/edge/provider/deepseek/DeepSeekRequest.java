package dev.tollgate.edge.provider.deepseek;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.openai.ChatHistory;
import dev.tollgate.edge.provider.spi.openai.ChatTree;
import java.util.regex.Pattern;

/// A chat completion in DeepSeek's words. What differs most is thinking: a model that thinks wants the thoughts back
/// with each call of a tool and refuses, or ignores, them elsewhere; it has no logprobs, cannot be made to call, and
/// takes no two turns of one speaker in a row.
final class DeepSeekRequest {
    private static final String CHAT = "/chat/completions";
    /// Those that think unless told not to.
    private static final Pattern THINKS = Pattern.compile("reasoner|-r[1-9]|-v[4-9]|-flash|-pro");
    private static final String SCHEMA =
            "Answer with one JSON object and nothing else. It must be valid by this JSON Schema:\n";

    private final Upstream upstream;
    private final ChatTree chat;
    private final boolean thinks;

    DeepSeekRequest(ChatBody body, Upstream upstream) {
        this.upstream = upstream;
        this.chat = new ChatTree(body);
        effort();
        this.thinks = thinks();
    }

    Translation translate() {
        chat.refuseOpenAisOwn();
        chat.drop("prompt_cache_key", "safety_identifier");
        chat.refuse("n", value -> value.asLong(1) == 1, "DeepSeek answers with one choice only.");
        chat.bound(upstream);
        chat.usage();
        chat.tools(false);
        thinking();
        history();
        format();
        return chat.to(CHAT, upstream);
    }

    private void effort() {
        ObjectNode tree = chat.tree();
        if (tree.path("reasoning_effort").asText().equals("none")) {
            tree.remove("reasoning_effort");
            tree.putObject("thinking").put("type", "disabled");
        }
    }

    private boolean thinks() {
        String told = chat.tree().path("thinking").path("type").asText("");
        return told.isEmpty() ? THINKS.matcher(upstream.model()).find() : told.equals("enabled");
    }

    private void thinking() {
        if (!thinks) {
            return;
        }
        chat.drop("temperature", "presence_penalty", "frequency_penalty");
        chat.refuse("logprobs", value -> !value.asBoolean(), "DeepSeek has no logprobs of a model that thinks.");
        chat.refuse("top_logprobs", value -> false, "DeepSeek has no logprobs of a model that thinks.");
        if (chat.demandsCall()) {
            chat.unsupported("tool_choice", "A model of DeepSeek that thinks cannot be made to call a tool.");
        }
    }

    private void history() {
        ChatHistory history = new ChatHistory(chat);
        history.roles();
        history.textOnly();
        history.dropEmptyTurns();
        history.thoughts(thinks, false);
        if (thinks) {
            history.mergeRuns();
        }
    }

    /// A schema is asked for in words, as DeepSeek enforces JSON but no schema.
    private void format() {
        JsonNode format = chat.tree().path("response_format");
        if (format.path("type").asText().equals("json_schema")) {
            JsonNode schema = format.path("json_schema").path("schema");
            new ChatHistory(chat).instruct(SCHEMA + schema);
            chat.tree().putObject("response_format").put("type", "json_object");
        }
    }
}
