package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;

/// The object `response` around the output: it says the request again, with OpenAI's defaults where the
/// caller has left something out. Nothing is kept: `store` is false whatever was asked.
final class ResponseFrame {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode asked;
    private final String model;

    /// @param asked the caller's body
    ResponseFrame(ObjectNode asked, String model) {
        this.asked = asked;
        this.model = model;
    }

    /// @param created Unix seconds
    ObjectNode of(String id, long created, String status) {
        ObjectNode response = JSON.objectNode()
                .put("id", id)
                .put("object", "response")
                .put("created_at", created)
                .put("status", status)
                .put("background", false)
                .put("model", model)
                .put("store", false)
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("previous_response_id");
        response.putArray("output");
        again(response, "instructions", JSON.nullNode());
        again(response, "max_output_tokens", JSON.nullNode());
        again(response, "max_tool_calls", JSON.nullNode());
        again(response, "metadata", JSON.objectNode());
        again(response, "parallel_tool_calls", JSON.booleanNode(true));
        again(response, "temperature", JSON.numberNode(1.0));
        again(response, "tool_choice", JSON.textNode("auto"));
        again(response, "top_logprobs", JSON.numberNode(0));
        again(response, "top_p", JSON.numberNode(1.0));
        again(response, "truncation", JSON.textNode("disabled"));
        again(response, "user", JSON.nullNode());
        for (String said : new String[] {"prompt_cache_key", "safety_identifier", "service_tier"}) {
            if (asked.hasNonNull(said)) {
                response.set(said, asked.get(said));
            }
        }
        response.set("reasoning", reasoning());
        response.set("text", text());
        response.set("tools", tools());
        return response.putNull("usage");
    }

    private void again(ObjectNode response, String name, JsonNode otherwise) {
        response.set(name, asked.hasNonNull(name) ? asked.get(name) : otherwise);
    }

    private ObjectNode reasoning() {
        JsonNode given = asked.path("reasoning");
        return JSON.objectNode()
                .put("effort", given.path("effort").asText(null))
                .put("summary", given.path("summary").asText(null));
    }

    private ObjectNode text() {
        ObjectNode text = asked.get("text") instanceof ObjectNode given ? given.deepCopy() : JSON.objectNode();
        if (!text.hasNonNull("format")) {
            text.putObject("format").put("type", "text");
        }
        return text;
    }

    /// SDKs want these keys of a function.
    private ArrayNode tools() {
        ArrayNode tools = JSON.arrayNode();
        for (JsonNode tool : asked.path("tools")) {
            ObjectNode said = tool.deepCopy();
            if (said.path("type").asText().equals("function")) {
                said.putIfAbsent("parameters", JSON.nullNode());
                said.putIfAbsent("strict", JSON.booleanNode(false));
            }
            tools.add(said);
        }
        return tools;
    }

    /// Totals that include their parts, where ours are disjoint.
    static ObjectNode usage(Quantities usage) {
        ObjectNode json = JSON.objectNode().put("input_tokens", usage.input());
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.get(UsageClass.CACHED_INPUT))
                .put("cache_write_tokens", usage.get(UsageClass.CACHE_WRITE));
        json.put("output_tokens", usage.output());
        json.putObject("output_tokens_details").put("reasoning_tokens", usage.get(UsageClass.REASONING));
        return json.put("total_tokens", usage.tokens());
    }
}
