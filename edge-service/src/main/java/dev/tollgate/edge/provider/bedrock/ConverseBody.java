package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.chat.AskedOutput;
import java.math.BigDecimal;

/// Translates a chat completion's body into one of Converse. Which model is asked, and whether for a stream, is
/// the address's to say.
final class ConverseBody {
    private static final BigDecimal LEAST_TOP_P_WITH_THINKING = new BigDecimal("0.95");

    private final ObjectNode chat;
    private final ModelTraits traits;
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();
    private final ObjectNode more = JsonNodeFactory.instance.objectNode();

    private ConverseBody(ObjectNode chat, ModelTraits traits) {
        this.chat = chat;
        this.traits = traits;
    }

    /// @param chat the caller's body
    /// @throws Untranslatable naming what cannot be told
    static ObjectNode of(ObjectNode chat, Upstream upstream) {
        Refusals.check(chat);
        ConverseBody made = new ConverseBody(chat, ModelTraits.of(upstream.model()));
        made.write(upstream);
        return made.body;
    }

    private void write(Upstream upstream) {
        long maxTokens = AskedOutput.maxTokens(chat, upstream);
        config.put("maxTokens", maxTokens);
        AnswerFormat format = AnswerFormat.of(chat.path("response_format"), traits);
        Tools tools = Tools.of(chat, format, traits);
        Parts parts = new Parts(new Media(upstream.files()), traits.caching());
        Conversation conversation = Conversation.of(chat.path("messages"), parts, tools.areTold());
        boolean budgetIsRefused = traits.thinking() == ModelTraits.Thinking.BUDGET && conversation.lacksThinking();
        Thinking thinking = Thinking.write(chat, traits, maxTokens, tools.isForced() || budgetIsRefused, more);
        if (!thinking.on()) {
            conversation.dropThinking();
        }
        conversation.end(traits.prefill() && !thinking.on() && !tools.isForced());
        if (format instanceof AnswerFormat.Asked(String instruction)) {
            conversation.instruct(instruction);
        }
        conversation.writeTo(body);
        sample(thinking.on());
        stops();
        body.set("inferenceConfig", config);
        tools.writeTo(body);
        if (!more.isEmpty()) {
            body.set("additionalModelRequestFields", more);
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
            config.put("temperature", temperature.decimalValue().min(BigDecimal.ONE));
        }
        boolean one = traits.sampling() == ModelTraits.Sampling.ONE && tempered;
        boolean tooLow = thinks && topP.decimalValue().compareTo(LEAST_TOP_P_WITH_THINKING) < 0;
        if (topP.isNumber() && !one && !tooLow) {
            config.set("topP", topP);
        }
        if (chat.path("top_k").isIntegralNumber() && !thinks && traits.topK()) {
            more.set("top_k", chat.get("top_k"));
        }
    }

    private void stops() {
        ArrayNode stops = AskedOutput.stops(chat);
        if (!stops.isEmpty()) {
            config.set("stopSequences", stops);
        }
    }
}
