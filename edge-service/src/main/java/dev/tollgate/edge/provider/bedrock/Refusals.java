package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What changes the meaning of an answer and has nothing like it in Converse. Mere hints (`seed`, penalties,
/// `prediction`, `verbosity`, …) are dropped instead.
final class Refusals {
    private Refusals() {}

    /// @throws Untranslatable naming the first such parameter
    static void check(ObjectNode chat) {
        refuseIf(chat.path("n").asInt(1) > 1, "n", "This model's provider gives one choice only.");
        refuseIf(chat.path("logprobs").asBoolean(), "logprobs", "This model's provider tells no log probabilities.");
        refuseIf(
                chat.path("top_logprobs").asInt(0) > 0,
                "top_logprobs",
                "This model's provider tells no log probabilities.");
        refuseIf(!chat.path("logit_bias").isEmpty(), "logit_bias", "This model's provider takes no token biases.");
        refuseIf(chat.hasNonNull("audio"), "audio", "This model's provider gives no audio output.");
        for (JsonNode modality : chat.path("modalities")) {
            refuseIf(!modality.asText().equals("text"), "modalities", "This model's provider answers with text only.");
        }
        refuseIf(!chat.path("functions").isEmpty(), "functions", "Use 'tools' instead: this is the old form.");
        refuseIf(
                chat.hasNonNull("web_search_options"),
                "web_search_options",
                "This model's provider does not search for a chat completion.");
    }

    private static void refuseIf(boolean asked, String param, String reason) {
        if (asked) {
            throw new Untranslatable(param, reason);
        }
    }
}
