package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.chat.AskedOutput;
import java.math.BigDecimal;

/// Translates a chat completion's body into one of the Messages API.
final class MessagesBody {
    private static final int USER_MAX = 256;
    private static final BigDecimal LEAST_TOP_P_WITH_THINKING = new BigDecimal("0.95");
    private static final String JSON_ONLY =
            "Answer with one JSON object and nothing else: no words before or after it, no code fence.";

    private final ObjectNode chat;
    private final ModelTraits traits;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    private MessagesBody(ObjectNode chat, ModelTraits traits) {
        this.chat = chat;
        this.traits = traits;
    }

    /// @param chat the caller's body
    /// @throws Untranslatable naming what cannot be told
    static ObjectNode of(ObjectNode chat, Upstream upstream) {
        Refusals.check(chat);
        MessagesBody made = new MessagesBody(chat, ModelTraits.of(upstream.model()));
        made.body.put("model", upstream.model());
        made.write(upstream);
        return made.body;
    }

    private void write(Upstream upstream) {
        long maxTokens = AskedOutput.maxTokens(chat, upstream);
        body.put("max_tokens", maxTokens);
        AnswerFormat format = AnswerFormat.of(chat.path("response_format"), traits);
        Conversation conversation = Conversation.of(chat.path("messages"), new Media(upstream.files()));
        Tools tools = Tools.of(chat, format, conversation.toolNames(), traits.forcing());
        boolean budgetIsRefused = traits.thinking() == ModelTraits.Thinking.BUDGET && conversation.lacksThinking();
        Thinking thinking = Thinking.of(chat, traits, maxTokens, tools.isForced() || budgetIsRefused);
        if (!thinking.takesHistory(traits)) {
            conversation.dropThinking();
        }
        conversation.end(traits.prefill() && !thinking.isOn() && !tools.isForced());
        if (format instanceof AnswerFormat.AnyObject) {
            conversation.instruct(JSON_ONLY);
        }
        conversation.writeTo(body);
        tools.writeTo(body);
        think(thinking);
        outputConfig(format, thinking);
        sample(thinking.isOn());
        stops();
        caller();
        if (chat.path("stream").asBoolean()) {
            body.put("stream", true);
        }
    }

    private void think(Thinking thinking) {
        if (thinking.config() != null) {
            body.set("thinking", thinking.config());
        }
    }

    private void outputConfig(AnswerFormat format, Thinking thinking) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        if (thinking.effort() != null) {
            config.put("effort", thinking.effort());
        }
        if (format instanceof AnswerFormat.BySchema(ObjectNode schema)) {
            config.putObject("format").put("type", "json_schema").set("schema", schema);
        }
        if (!config.isEmpty()) {
            body.set("output_config", config);
        }
    }

    private void sample(boolean thinks) {
        JsonNode temperature = chat.path("temperature");
        JsonNode topP = chat.path("top_p");
        if (traits.sampling() == ModelTraits.Sampling.NONE) {
            return;
        }
        boolean tempered = temperature.isNumber() && !thinks;
        if (tempered) {
            body.put("temperature", temperature.decimalValue().min(BigDecimal.ONE));
        }
        boolean one = traits.sampling() == ModelTraits.Sampling.ONE && tempered;
        boolean tooLow = thinks && topP.decimalValue().compareTo(LEAST_TOP_P_WITH_THINKING) < 0;
        if (topP.isNumber() && !one && !tooLow) {
            body.set("top_p", topP);
        }
        if (chat.path("top_k").isIntegralNumber() && !thinks) {
            body.set("top_k", chat.get("top_k"));
        }
    }

    private void stops() {
        ArrayNode stops = AskedOutput.stops(chat);
        if (!stops.isEmpty()) {
            body.set("stop_sequences", stops);
        }
    }

    private void caller() {
        String user = chat.path("safety_identifier").asText(chat.path("user").asText(""));
        if (!user.isBlank() && user.length() <= USER_MAX) {
            body.putObject("metadata").put("user_id", user);
        }
        switch (chat.path("service_tier").asText()) {
            case "auto" -> body.put("service_tier", "auto");
            case "default" -> body.put("service_tier", "standard_only");
            default -> {}
        }
    }
}
