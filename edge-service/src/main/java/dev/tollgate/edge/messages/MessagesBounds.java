package dev.tollgate.edge.messages;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;

/// What a message can consume of a model at the most.
final class MessagesBounds {
    private static final String REASONING = "reasoning";
    /// A model that thinks needs this much to say anything at all.
    private static final long REASONING_LEAST = 4_096;

    /// What an answer needs beside the thinking that the caller allows.
    private static final long BESIDE_THINKING = 1_024;

    private MessagesBounds() {}

    static Bounds of(MessagesRequest request, Catalogue.Model model) {
        long window = model.contextWindow();
        InputSize size = request.size();
        long input = size.unknowable() ? window : Math.min(size.bound(), window);
        long perChoice = Math.min(request.maxTokens(), model.outputBound());
        return new Bounds(
                input,
                Math.min(size.estimate(), input),
                request.maxTokens(),
                perChoice,
                1,
                0,
                Math.min(least(request, model), perChoice),
                reasons(model) || request.thinks(),
                Quantities.NONE,
                Quantities.NONE);
    }

    static boolean reasons(Catalogue.Model model) {
        return model.capabilities().contains(REASONING);
    }

    private static long least(MessagesRequest request, Catalogue.Model model) {
        Long budget = request.thinkingBudget();
        if (budget != null) {
            return Math.max(model.leastUsefulOutput(), Math.min(budget, model.outputBound()) + BESIDE_THINKING);
        }
        return reasons(model) ? Math.max(model.leastUsefulOutput(), REASONING_LEAST) : model.leastUsefulOutput();
    }
}
