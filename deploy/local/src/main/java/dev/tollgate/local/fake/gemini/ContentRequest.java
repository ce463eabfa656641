package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What the answer depends on, read from a request that the rules have passed.
record ContentRequest(String model, ModelTraits traits, JsonNode body) {

    private static final int DEFAULT_BOUND = 8_192;
    private static final int DYNAMIC_TOKENS = 256;
    private static final int BUDGET_SHARE = 16;

    JsonNode config() {
        return body.path("generationConfig");
    }

    int choices() {
        return config().path("candidateCount").asInt(1);
    }

    long outputBound() {
        return config().path("maxOutputTokens").asLong(DEFAULT_BOUND);
    }

    List<String> stops() {
        return elements(config().path("stopSequences")).map(JsonNode::asText).toList();
    }

    boolean logprobs() {
        return config().path("responseLogprobs").asBoolean();
    }

    int topLogprobs() {
        return config().path("logprobs").asInt();
    }

    boolean wantsJson() {
        return config().path("responseMimeType").asText().equals("application/json");
    }

    /// The schema of the answer, in either form; missing when there is none.
    JsonNode answerSchema() {
        return config().has("responseJsonSchema")
                ? config().path("responseJsonSchema")
                : config().path("responseSchema");
    }

    boolean showsThoughts() {
        return config().path("thinkingConfig").path("includeThoughts").asBoolean();
    }

    /// Tokens of thinking, by what was asked: nothing where thinking is off or unknown.
    long thoughtTokens() {
        JsonNode thinking = config().path("thinkingConfig");
        if (!traits.thinks()) {
            return 0;
        }
        if (thinking.has("thinkingLevel")) {
            return switch (thinking.path("thinkingLevel").asText()) {
                case "MINIMAL" -> 16;
                case "LOW" -> 64;
                case "MEDIUM" -> DYNAMIC_TOKENS;
                default -> 1_024;
            };
        }
        int budget = thinking.path("thinkingBudget").asInt(traits.signsThoughts() || showsThoughts() ? -1 : 0);
        return budget < 0 ? DYNAMIC_TOKENS : budget / BUDGET_SHARE;
    }

    List<JsonNode> functions() {
        return elements(body.path("tools"))
                .flatMap(tool -> elements(tool.path("functionDeclarations")))
                .filter(this::isAllowed)
                .toList();
    }

    private boolean isAllowed(JsonNode declaration) {
        JsonNode allowed = calling().path("allowedFunctionNames");
        return allowed.isEmpty()
                || elements(allowed).anyMatch(name -> name.asText()
                        .equals(declaration.path("name").asText()));
    }

    private JsonNode calling() {
        return body.path("toolConfig").path("functionCallingConfig");
    }

    String callingMode() {
        return calling().path("mode").asText("AUTO");
    }

    JsonNode contents() {
        return body.path("contents");
    }

    /// The text of the newest content.
    String lastText() {
        JsonNode parts = contents().path(contents().size() - 1).path("parts");
        return String.join(
                " ",
                elements(parts)
                        .map(part -> part.path("text").asText())
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    /// What the newest content answers to calls, as JSON.
    List<JsonNode> lastResponses() {
        return ContentRules.inside(contents().path(contents().size() - 1), "functionResponse").stream()
                .map(answer -> answer.path("response"))
                .toList();
    }

    /// Everything in the request that counts as text.
    String promptText() {
        List<String> texts = new ArrayList<>();
        collect(body.path("systemInstruction"), texts);
        collect(contents(), texts);
        elements(body.path("tools")).forEach(tool -> texts.add(tool.toString()));
        return String.join("", texts);
    }

    private static void collect(JsonNode node, List<String> texts) {
        for (var field : node.properties()) {
            if (Set.of("functionCall", "functionResponse").contains(field.getKey())) {
                texts.add(field.getValue().toString());
            } else if (field.getKey().equals("text")) {
                texts.add(field.getValue().asText());
            } else {
                collect(field.getValue(), texts);
            }
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, texts));
        }
    }

    /// How many parts of inline data or files have a type that begins so.
    long media(String typePrefix) {
        return elements(contents())
                .flatMap(content -> elements(content.path("parts")))
                .map(part -> part.path("inlineData").path("mimeType").asText()
                        + part.path("fileData").path("mimeType").asText())
                .filter(type -> type.startsWith(typePrefix))
                .count();
    }

    static Stream<JsonNode> elements(JsonNode container) {
        return StreamSupport.stream(container.spliterator(), false);
    }
}
