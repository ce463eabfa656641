package dev.tollgate.local.fake.openai.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `POST /v1/moderations`: model `demo-moderation`. A text that names a category is flagged for it. No usage is told,
/// for OpenAI tells none.
public final class Moderations implements Operation {

    private static final List<String> CATEGORIES = List.of(
            "harassment",
            "harassment/threatening",
            "sexual",
            "sexual/minors",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/intent",
            "self-harm/instructions",
            "violence",
            "violence/graphic");
    /// Those that pictures are judged by.
    private static final Set<String> OF_PICTURES =
            Set.of("sexual", "self-harm", "self-harm/intent", "self-harm/instructions", "violence", "violence/graphic");

    private static final List<FieldRule> RULES =
            List.of(FieldRule.only(Set.of("model", "input")), FieldRule.string("model"), new InputRule());

    @Override
    public String path() {
        return "/moderations";
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named("demo-moderation", model);
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.get("input").toString();
    }

    @Override
    public void perform(Call call) {
        JsonNode input = call.body().get("input");
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("id", "modr-" + Integer.toHexString(input.hashCode()))
                .put("model", call.body().path("model").asText());
        ArrayNode results = root.putArray("results");
        if (input.isArray() && input.get(0).isTextual()) {
            Nested.elements(input).forEach(text -> judge(text.textValue(), true, false, results.addObject()));
        } else if (input.isArray()) {
            StringBuilder texts = new StringBuilder();
            Nested.elements(input)
                    .forEach(part -> texts.append(part.path("text").asText()).append(' '));
            boolean pictures = Nested.elements(input).anyMatch(part -> part.has("image_url"));
            boolean hasText = Nested.elements(input).anyMatch(part -> part.has("text"));
            judge(texts.toString(), hasText, pictures, results.addObject());
        } else {
            judge(input.textValue(), true, false, results.addObject());
        }
        call.exchange().play(call.script(), JsonReply.whole(call.script(), root, null, 1));
    }

    private static void judge(String text, boolean hasText, boolean hasPictures, ObjectNode result) {
        String lower = text.toLowerCase(Locale.ROOT);
        result.put("flagged", CATEGORIES.stream().anyMatch(lower::contains));
        ObjectNode categories = result.putObject("categories");
        ObjectNode scores = result.putObject("category_scores");
        ObjectNode applied = result.putObject("category_applied_input_types");
        for (String category : CATEGORIES) {
            boolean named = lower.contains(category);
            categories.put(category, named);
            scores.put(category, named ? 0.97 : 0.0001);
            ArrayNode types = applied.putArray(category);
            if (hasText) {
                types.add("text");
            }
            if (hasPictures && OF_PICTURES.contains(category)) {
                types.add("image");
            }
        }
    }
}
