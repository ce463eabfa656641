package dev.tollgate.edge.provider.moonshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.openai.ChatHistory;
import dev.tollgate.edge.provider.spi.openai.ChatTree;
import dev.tollgate.edge.provider.spi.openai.ImageAddress;
import java.util.regex.Pattern;

/// A chat completion in Moonshot's words. Its newer models (from kimi-k2.5 on) think, see, and sample as they will;
/// the older ones sample between 0 and 1 and need some warmth for several choices.
final class MoonshotRequest {
    private static final String CHAT = "/chat/completions";
    /// Models whose sampling is fixed: any other value is refused, the right one depends on whether they think.
    private static final Pattern FIXED = Pattern.compile("kimi-(k2\\.[5-9]|k[3-9])");
    /// Those of them whose effort can be chosen.
    private static final Pattern GRADED = Pattern.compile("kimi-k[3-9]");
    private static final Pattern NOT_SAMPLED_WARMLY = Pattern.compile("moonshot-v1");
    private static final double TEMPERATURE_MAX = 1;
    private static final double SEVERAL_CHOICES_MIN = 0.3;
    private static final int CHOICES_MAX = 5;

    private final Upstream upstream;
    private final ChatTree chat;
    private final boolean fixed;
    private final boolean thinks;

    MoonshotRequest(ChatBody body, Upstream upstream) {
        this.upstream = upstream;
        this.chat = new ChatTree(body);
        this.fixed = FIXED.matcher(upstream.model()).find();
        effort();
        this.thinks = (fixed || upstream.model().contains("thinking"))
                && !chat.tree().path("thinking").path("type").asText().equals("disabled");
    }

    Translation translate() {
        chat.refuseOpenAisOwn();
        chat.refuse("logprobs", value -> !value.asBoolean(), "Moonshot has no logprobs.");
        chat.refuse("top_logprobs", value -> false, "Moonshot has no logprobs.");
        chat.bound(upstream);
        chat.usage();
        tools();
        if (fixed) {
            chat.drop("temperature", "top_p", "presence_penalty", "frequency_penalty");
            chat.refuse("n", value -> value.asLong(1) == 1, "This model of Moonshot answers with one choice only.");
        } else {
            sampling();
        }
        history();
        return chat.to(CHAT, upstream);
    }

    /// `none` stops the thinking of models that can stop; where there is no other choice of effort, any is the same.
    private void effort() {
        ObjectNode tree = chat.tree();
        String effort = tree.path("reasoning_effort").asText("");
        tree.remove("reasoning_effort");
        if (GRADED.matcher(upstream.model()).find()) {
            switch (effort) {
                case "minimal", "low", "none" -> tree.put("reasoning_effort", "low");
                case "medium", "high" -> tree.put("reasoning_effort", "high");
                case "xhigh", "max" -> tree.put("reasoning_effort", "max");
                default -> {}
            }
        } else if (fixed && effort.equals("none")) {
            tree.putObject("thinking").put("type", "disabled");
        }
    }

    private void tools() {
        chat.tools(true);
        for (JsonNode tool : chat.tree().path("tools")) {
            if (tool.get("function") instanceof ObjectNode function && !function.hasNonNull("parameters")) {
                function.putObject("parameters").put("type", "object").putObject("properties");
            }
        }
        if (chat.demandsCall()) {
            chat.unsupported("tool_choice", "Moonshot's models cannot be made to call a tool.");
        }
    }

    private void sampling() {
        ObjectNode tree = chat.tree();
        long choices = tree.path("n").asLong(1);
        if (choices > CHOICES_MAX) {
            chat.unsupported("n", "Moonshot answers with five choices at the most.");
        }
        JsonNode asked = tree.path("temperature");
        if (asked.isNumber() && asked.asDouble() > TEMPERATURE_MAX) {
            tree.put("temperature", 1);
        }
        boolean cold = asked.isNumber()
                ? asked.asDouble() < SEVERAL_CHOICES_MIN
                : NOT_SAMPLED_WARMLY.matcher(upstream.model()).find();
        if (choices > 1 && cold) {
            tree.put("temperature", SEVERAL_CHOICES_MIN);
        }
    }

    private void history() {
        ChatHistory history = new ChatHistory(chat);
        history.roles();
        if (fixed || upstream.model().contains("vision")) {
            history.textAndImages(address -> ImageAddress.inline(address, upstream));
        } else {
            history.textOnly();
        }
        history.dropEmptyTurns();
        history.thoughts(thinks, thinks);
    }
}
