package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;

/// Writes what a caller sets beside the conversation as `generationConfig`.
///
/// Left out, for it changes no answer or only how it comes about: `user`, `metadata`, `store`, `service_tier`,
/// `prediction`, `prompt_cache_key`, `safety_identifier`, `verbosity`.
final class Settings {
    private static final int CANDIDATES_MAX = 8;
    private static final int STOPS_MAX = 5;
    /// The bound itself is excluded there.
    private static final BigDecimal PENALTY_MAX = new BigDecimal("1.99");

    private final JsonNode asked;
    private final ModelTraits model;
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();

    private Settings(JsonNode asked, ModelTraits model) {
        this.asked = asked;
        this.model = model;
    }

    /// @param outputBound tokens per choice
    /// @throws Untranslatable for what would change the answer and cannot be said
    static ObjectNode of(JsonNode asked, ModelTraits model, OptionalLong outputBound) {
        Settings settings = new Settings(asked, model);
        settings.refuse();
        settings.sampling();
        settings.stops();
        settings.logprobs();
        settings.format();
        outputBound.ifPresent(
                bound -> settings.config.put("maxOutputTokens", (int) Math.min(bound, Integer.MAX_VALUE)));
        Thinking.write(asked.path("reasoning_effort").asText(""), model, outputBound, settings.config);
        return settings.config;
    }

    private void refuse() {
        refuseIf(!asked.path("logit_bias").isEmpty(), "logit_bias", "This model takes no 'logit_bias'.");
        refuseIf(
                asked.hasNonNull("web_search_options"),
                "web_search_options",
                "This model does not search the web here.");
        for (JsonNode modality : asked.path("modalities")) {
            refuseIf(!modality.asText().equals("text"), "modalities", "This model answers in text only.");
        }
    }

    private void sampling() {
        number("temperature", "temperature");
        number("top_p", "topP");
        number("top_k", "topK");
        penalty("presence_penalty", "presencePenalty");
        penalty("frequency_penalty", "frequencyPenalty");
        if (asked.path("n").isIntegralNumber()) {
            long n = asked.path("n").asLong();
            refuseIf(n > CANDIDATES_MAX, "n", "This model gives at most " + CANDIDATES_MAX + " choices.");
            config.put("candidateCount", n);
        }
        if (asked.path("seed").isIntegralNumber()) {
            // A seed of 64 bits becomes one of 32, always the same.
            config.put("seed", Long.hashCode(asked.path("seed").asLong()));
        }
    }

    private void number(String name, String theirs) {
        if (asked.path(name).isNumber()) {
            config.set(theirs, asked.get(name));
        }
    }

    private void penalty(String name, String theirs) {
        if (asked.path(name).isNumber()) {
            config.put(theirs, asked.get(name).decimalValue().min(PENALTY_MAX));
        }
    }

    private void stops() {
        JsonNode stop = asked.path("stop");
        ArrayNode stops = JsonNodeFactory.instance.arrayNode();
        for (JsonNode one : stop.isArray() ? stop : List.of(stop)) {
            if (one.isTextual() && !one.textValue().isEmpty()) {
                stops.add(one);
            }
        }
        refuseIf(stops.size() > STOPS_MAX, "stop", "This model takes at most " + STOPS_MAX + " stop sequences.");
        if (!stops.isEmpty()) {
            config.set("stopSequences", stops);
        }
    }

    private void logprobs() {
        if (asked.path("logprobs").asBoolean()) {
            config.put("responseLogprobs", true);
            if (asked.path("top_logprobs").asInt() > 0) {
                config.set("logprobs", asked.get("top_logprobs"));
            }
        }
    }

    private void format() {
        JsonNode format = asked.path("response_format");
        String type = format.path("type").asText("text");
        if (type.equals("text")) {
            return;
        }
        boolean tools = !asked.path("tools").isEmpty()
                && !asked.path("tool_choice").asText().equals("none");
        refuseIf(
                tools && !model.takesJsonWithTools(),
                "response_format",
                "This model does not take a JSON 'response_format' together with 'tools'.");
        config.put("responseMimeType", "application/json");
        if (type.equals("json_schema")) {
            JsonNode schema = format.path("json_schema").path("schema");
            if (schema.isObject()) {
                config.set("responseJsonSchema", SchemaSubset.of(schema));
            }
        }
    }

    private static void refuseIf(boolean wrong, String param, String message) {
        if (wrong) {
            throw new Untranslatable(param, message);
        }
    }
}
