package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A caller's chat body on its way to a provider whose dialect is OpenAI's but for its gaps. Fields are taken away or
/// refused here; what is unknown to us passes. The first thing that cannot be done decides the outcome.
public final class ChatTree {
    private static final String FUNCTION = "function";
    private static final String TYPE = "type";

    private final ObjectNode tree;
    private final boolean stream;
    private Translation.@Nullable Unsupported unsupported;

    public ChatTree(ChatBody body) {
        this.tree = body.tree();
        this.stream = body.stream();
    }

    public ObjectNode tree() {
        return tree;
    }

    /// The messages as they are now.
    public ArrayNode messages() {
        return tree.get("messages") instanceof ArrayNode messages ? messages : JsonNodeFactory.instance.arrayNode();
    }

    /// Takes fields away that change nothing in what the caller gets.
    public void drop(String... fields) {
        for (String field : fields) {
            tree.remove(field);
        }
    }

    /// Refuses a field whose loss the caller would notice; one that asks for nothing is taken away.
    ///
    /// @param asksNothing judges a value that is not null
    public void refuse(String field, Predicate<JsonNode> asksNothing, String message) {
        JsonNode value = tree.path(field);
        if (!value.isMissingNode() && !value.isNull() && !asksNothing.test(value)) {
            unsupported(field, message);
        }
        tree.remove(field);
    }

    public void unsupported(String param, String message) {
        if (unsupported == null) {
            unsupported = new Translation.Unsupported(param, message);
        }
    }

    /// What no dialect but OpenAI's own has words for.
    public void refuseOpenAisOwn() {
        refuse("logit_bias", JsonNode::isEmpty, "This provider cannot bias tokens.");
        refuse("audio", value -> false, "This provider does not speak.");
        refuse("modalities", value -> value.size() == 1 && value.get(0).asText().equals("text"), "Only text.");
        refuse("web_search_options", value -> false, "This provider does not search the web.");
        refuse("functions", JsonNode::isEmpty, "Use tools instead.");
        refuse("function_call", value -> false, "Use tool_choice instead.");
        drop("store", "metadata", "service_tier", "verbosity", "prediction", "moderation", "seed", "user");
        drop("prompt_cache_retention", "prompt_cache_options");
    }

    /// One bound on the output, by the older name.
    public void bound(Upstream upstream) {
        JsonNode newer = tree.path("max_completion_tokens");
        JsonNode asked = newer.isIntegralNumber() ? newer : tree.path("max_tokens");
        tree.remove("max_completion_tokens");
        tree.remove("max_tokens");
        Long bound = upstream.outputBound();
        if (bound == null && asked.isIntegralNumber()) {
            bound = Math.min(asked.asLong(), upstream.modelBound());
        }
        if (bound != null) {
            tree.put("max_tokens", bound);
        }
    }

    /// Usage is wanted of every stream, whatever the caller wants of it.
    public void usage() {
        tree.remove("stream_options");
        if (stream) {
            tree.putObject("stream_options").put("include_usage", true);
        }
    }

    /// Only functions can be called, and none of them strictly where the dialect does not know that word.
    public void tools(boolean knowsStrict) {
        drop("parallel_tool_calls");
        int index = 0;
        for (JsonNode tool : tree.path("tools")) {
            String type = tool.path(TYPE).asText();
            if (!type.equals(FUNCTION)) {
                unsupported("tools[" + index + "].type", "This provider calls functions only.");
            } else if (!knowsStrict && tool.get(FUNCTION) instanceof ObjectNode function) {
                function.remove("strict");
            }
            index++;
        }
        if (tree.path("tools").isEmpty()) {
            drop("tools", "tool_choice");
        }
    }

    /// Whether the caller demands a call, of whichever tool or of one.
    public boolean demandsCall() {
        JsonNode choice = tree.path("tool_choice");
        return choice.isObject() || choice.asText().equals("required");
    }

    /// Sends it as JSON, with the credential as a bearer.
    public Translation to(String path, Upstream upstream) {
        Translation.Unsupported refused = unsupported;
        if (refused != null) {
            return refused;
        }
        tree.put("model", upstream.model());
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", stream ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        return new Translation.Translated(
                new UpstreamRequest(upstream.baseUrl() + path, headers, Buffer.buffer(tree.toString())));
    }
}
