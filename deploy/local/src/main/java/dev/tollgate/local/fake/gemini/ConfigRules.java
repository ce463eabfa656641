package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/// The rules of `generationConfig`.
final class ConfigRules {

    private static final String CONFIG = "GenerateContentRequest.generation_config.";
    private static final int STOPS_MAX = 5;
    private static final int CANDIDATES_MAX = 8;
    private static final int LOGPROBS_MAX = 20;
    private static final Set<String> TYPES = Set.of("", "text/plain", "application/json", "text/x.enum");

    private final JsonNode config;
    private final ModelTraits model;
    private final boolean hasTools;

    private ConfigRules(JsonNode config, ModelTraits model, boolean hasTools) {
        this.config = config;
        this.model = model;
        this.hasTools = hasTools;
    }

    static Optional<GeminiError> check(JsonNode body, ModelTraits model) {
        ConfigRules rules = new ConfigRules(
                body.path("generationConfig"), model, !body.path("tools").isEmpty());
        return rules.ranges()
                .or(rules::stops)
                .or(rules::logprobs)
                .or(rules::format)
                .or(rules::modalities)
                .or(rules::thinking);
    }

    private Optional<GeminiError> ranges() {
        return range("temperature", "0", "2", true)
                .or(() -> range("topP", "0", "1", true))
                .or(() -> range("presencePenalty", "-2", "2", false))
                .or(() -> range("frequencyPenalty", "-2", "2", false))
                .or(() -> range("candidateCount", "1", Integer.toString(CANDIDATES_MAX), true))
                .or(() -> range("maxOutputTokens", "1", "65536", true))
                .or(() -> range("topK", "1", "1000", true));
    }

    private Optional<GeminiError> range(String field, String min, String max, boolean maxIncluded) {
        if (!config.path(field).isNumber()) {
            return Optional.empty();
        }
        BigDecimal value = config.get(field).decimalValue();
        int toMax = value.compareTo(new BigDecimal(max));
        boolean inside = value.compareTo(new BigDecimal(min)) >= 0 && (maxIncluded ? toMax <= 0 : toMax < 0);
        return inside
                ? Optional.empty()
                : broken(
                        field,
                        WireType.snake(field) + " must be in the range [" + min + ", " + max
                                + (maxIncluded ? "]." : ")."));
    }

    private Optional<GeminiError> stops() {
        JsonNode stops = config.path("stopSequences");
        if (stops.size() > STOPS_MAX) {
            return broken("stopSequences", "the number of stop sequences must not exceed " + STOPS_MAX + ".");
        }
        for (JsonNode stop : stops) {
            if (stop.asText().isEmpty()) {
                return broken("stopSequences", "stop sequences must not be empty.");
            }
        }
        return Optional.empty();
    }

    private Optional<GeminiError> logprobs() {
        if (!config.hasNonNull("logprobs")) {
            return Optional.empty();
        }
        if (!config.path("responseLogprobs").asBoolean()) {
            return broken("logprobs", "logprobs is only allowed when response_logprobs is true.");
        }
        return range("logprobs", "0", Integer.toString(LOGPROBS_MAX), true);
    }

    private Optional<GeminiError> format() {
        String type = config.path("responseMimeType").asText();
        boolean json = type.equals("application/json");
        if (!TYPES.contains(type)) {
            return broken("responseMimeType", "allowed mimetypes are `text/plain`, `application/json`, `text/x.enum`.");
        }
        if (config.has("responseSchema") && config.has("responseJsonSchema")) {
            return broken("responseJsonSchema", "mutually exclusive with response_schema.");
        }
        if ((config.has("responseSchema") || config.has("responseJsonSchema")) && !json) {
            return broken("responseMimeType", "must be `application/json` when a response schema is set.");
        }
        if (json && hasTools && !model.takesJsonWithTools()) {
            return Optional.of(GeminiError.invalid(
                    "Function calling with a response mime type: 'application/json' is unsupported"));
        }
        return config.has("responseJsonSchema")
                ? SchemaRules.json(config.get("responseJsonSchema"), "generation_config.response_json_schema", 0)
                : SchemaRules.own(config.path("responseSchema"), "generation_config.response_schema");
    }

    private Optional<GeminiError> modalities() {
        for (JsonNode modality : config.path("responseModalities")) {
            if (!modality.asText().equals("TEXT")) {
                return Optional.of(GeminiError.invalid("The requested combination of response modalities ("
                        + modality.asText() + ") is not supported by the model."));
            }
        }
        return Optional.empty();
    }

    private Optional<GeminiError> thinking() {
        JsonNode thinking = config.path("thinkingConfig");
        if (thinking.isMissingNode() || thinking.isNull()) {
            return Optional.empty();
        }
        if (!model.thinks()) {
            return Optional.of(GeminiError.invalid("Thinking is not supported for this model."));
        }
        boolean hasBudget = thinking.hasNonNull("thinkingBudget");
        boolean hasLevel = thinking.hasNonNull("thinkingLevel");
        if (hasBudget && hasLevel) {
            return Optional.of(GeminiError.invalid("You can only set only one of thinking budget and thinking level."));
        }
        if (hasLevel) {
            return level(thinking.path("thinkingLevel").asText());
        }
        return hasBudget ? budget(thinking.path("thinkingBudget").asInt()) : Optional.empty();
    }

    private Optional<GeminiError> level(String level) {
        boolean unknown = !model.takesLevel() || (level.equals("MINIMAL") && model.budgetMin() == 128);
        return unknown
                ? Optional.of(GeminiError.invalid("Thinking level " + level + " is not supported for this model."))
                : Optional.empty();
    }

    private Optional<GeminiError> budget(int budget) {
        boolean off = budget == 0 && model.canStopThinking();
        boolean inside = budget >= model.budgetMin() && budget <= model.budgetMax();
        return off || inside || budget == -1
                ? Optional.empty()
                : Optional.of(GeminiError.invalid("The thinking budget " + budget
                        + " is invalid. Please choose a value between " + model.budgetMin() + " and "
                        + model.budgetMax() + "."));
    }

    private static Optional<GeminiError> broken(String field, String what) {
        return Optional.of(GeminiError.rule(CONFIG + WireType.snake(field), what));
    }
}
