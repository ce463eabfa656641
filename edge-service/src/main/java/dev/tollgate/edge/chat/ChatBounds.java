package dev.tollgate.edge.chat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;

/// What a chat completion can consume of a model at the most.
final class ChatBounds {
    private static final String REASONING = "reasoning";
    /// A model that thinks needs this much to say anything at all.
    private static final long REASONING_LEAST = 4_096;

    /// What an answer needs beside the thinking that the caller allows.
    private static final long BESIDE_THINKING = 1_024;

    private ChatBounds() {}

    static Bounds of(ChatRequest chat, Catalogue.Model model) {
        long window = model.contextWindow();
        long input = chat.hasUnknowableInput() ? window : Math.min(chat.inputBound(), window);
        long estimate = Math.min(chat.inputEstimate(), input);
        boolean reasoning = model.capabilities().contains(REASONING);
        long least = least(chat, model, reasoning);
        Long asked = chat.maxOutput();
        long perChoice = asked == null
                ? Math.min(model.outputBound(), Math.max(least, window - estimate))
                : Math.min(asked, model.outputBound());
        return new Bounds(
                input,
                estimate,
                asked,
                perChoice,
                chat.n(),
                Math.multiplyExact(chat.predictionBound(), (long) chat.n()),
                Math.min(least, perChoice),
                reasoning || chat.thinkingBudget() != null,
                Quantities.NONE,
                Quantities.NONE);
    }

    private static long least(ChatRequest chat, Catalogue.Model model, boolean reasoning) {
        Long budget = chat.thinkingBudget();
        if (budget != null) {
            return Math.max(model.leastUsefulOutput(), Math.min(budget, model.outputBound()) + BESIDE_THINKING);
        }
        return reasoning ? Math.max(model.leastUsefulOutput(), REASONING_LEAST) : model.leastUsefulOutput();
    }
}
