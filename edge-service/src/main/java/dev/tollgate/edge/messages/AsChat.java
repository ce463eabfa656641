package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.ChatExtra;
import dev.tollgate.edge.provider.spi.Spoken;
import java.util.Set;

/// Says a message as a chat completion. Hints that a chat has no words for (`top_k` where the dialect does not know it,
/// marks of what is to be cached, editing of the context, the service's tier) are dropped; what would change the
/// answer is told instead.
final class AsChat {
    private static final long LITTLE = 4_096;
    private static final long MUCH = 16_384;
    private static final int USER_MAX = 64;

    private final ObjectNode body;
    private final Set<ChatExtra> extras;
    private final ObjectNode chat = JsonNodeFactory.instance.objectNode();

    private AsChat(ObjectNode body, Set<ChatExtra> extras) {
        this.body = body;
        this.extras = extras;
    }

    static Spoken said(MessagesRequest request, Set<ChatExtra> extras) {
        Places places = new Places();
        AsChat said = new AsChat(request.tree(), extras);
        try {
            said.write(request, places);
        } catch (Unsayable reason) {
            return new Spoken.Unsaid(reason.param(), reason.reason());
        }
        return new Spoken.Said(
                new SaidChat(request.model(), request.stream(), request.maxTokens(), said.chat),
                reader -> new MessageReader(reader, request),
                places::callers);
    }

    private void write(MessagesRequest request, Places places) {
        refuse("mcp_servers", "This model's provider calls no MCP servers itself.");
        refuse("container", "This model's provider runs no containers.");
        chat.put("model", request.model());
        ChatTurns.write(body, extras, chat.putArray("messages"), places);
        chat.put("max_completion_tokens", request.maxTokens());
        copy("temperature");
        copy("top_p");
        if (extras.contains(ChatExtra.TOP_K)) {
            copy("top_k");
        }
        if (!body.path("stop_sequences").isEmpty()) {
            chat.set("stop", body.get("stop_sequences"));
        }
        ChatTools.write(body, extras, chat);
        think(request);
        answerBySchema();
        String user = body.path("metadata").path("user_id").asText("");
        if (!user.isBlank() && user.length() <= USER_MAX) {
            chat.put("user", user);
        }
        if (request.stream()) {
            chat.put("stream", true);
        }
    }

    private void refuse(String field, String reason) {
        JsonNode asked = body.path(field);
        if (!asked.isMissingNode() && !asked.isNull() && !(asked.isArray() && asked.isEmpty())) {
            throw new Unsayable(field, reason);
        }
    }

    private void copy(String field) {
        if (body.path(field).isNumber()) {
            chat.set(field, body.get(field));
        }
    }

    /// In Anthropic's words where they are known, else as an effort, and only to models that have one.
    private void think(MessagesRequest request) {
        JsonNode thinking = body.path("thinking");
        String effort = body.path("output_config").path("effort").asText("");
        if (extras.contains(ChatExtra.THINKING)) {
            if (thinking.isObject()) {
                chat.set("thinking", thinking);
            }
            if (!effort.isEmpty()) {
                chat.put("reasoning_effort", effort);
            }
        } else if (request.served().reasons()) {
            Long budget = request.thinkingBudget();
            if (!effort.isEmpty()) {
                chat.put("reasoning_effort", effort.equals("low") || effort.equals("medium") ? effort : "high");
            } else if (budget != null) {
                chat.put("reasoning_effort", budget < LITTLE ? "low" : budget < MUCH ? "medium" : "high");
            }
        }
    }

    private void answerBySchema() {
        JsonNode format = body.path("output_config").path("format");
        JsonNode asked = format.isObject() ? format : body.path("output_format");
        if (!asked.isObject()) {
            return;
        }
        ObjectNode schema =
                chat.putObject("response_format").put("type", "json_schema").putObject("json_schema");
        schema.put("name", "answer").put("strict", true).set("schema", asked.path("schema"));
    }
}
