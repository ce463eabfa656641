package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.chat.ChatRequest;

/// What a request can consume at the most, in tokens: the ground on which credit is held and limits are charged.
///
/// @param input a true upper bound, never above the context window
/// @param inputEstimate the likely count
/// @param perChoice output of one choice, as it is bounded upstream
/// @param choices the `n` of the request
/// @param predicted output beyond that bound: a prediction's rejected tokens are billed, and bounded by its text
/// @param leastUseful output of one choice below which the request is refused, never clamped (rules 13)
/// @param hiddenReasoning the model may think at length before it says a word: the full output is held (rules 7)
record Bounds(
        long input,
        long inputEstimate,
        long perChoice,
        int choices,
        long predicted,
        long leastUseful,
        boolean hiddenReasoning) {
    private static final String REASONING = "reasoning";
    /// A model that thinks needs this much to say anything at all.
    private static final long REASONING_LEAST = 4_096;

    /// What an answer needs beside the thinking that the caller allows.
    private static final long BESIDE_THINKING = 1_024;

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
                perChoice,
                chat.n(),
                Math.multiplyExact(chat.predictionBound(), (long) chat.n()),
                Math.min(least, perChoice),
                reasoning || chat.thinkingBudget() != null);
    }

    private static long least(ChatRequest chat, Catalogue.Model model, boolean reasoning) {
        Long budget = chat.thinkingBudget();
        if (budget != null) {
            return Math.max(model.leastUsefulOutput(), Math.min(budget, model.outputBound()) + BESIDE_THINKING);
        }
        return reasoning ? Math.max(model.leastUsefulOutput(), REASONING_LEAST) : model.leastUsefulOutput();
    }

    /// Over all choices: what is held.
    long output() {
        return Math.addExact(Math.multiplyExact(perChoice, (long) choices), predicted);
    }

    /// Over all choices.
    long leastUsefulOutput() {
        return leastUseful * choices + predicted;
    }

    /// What limits are charged at admission (rules 15).
    ///
    /// @param learned output that such requests usually take, or 0
    long outputEstimate(long learned) {
        return learned > 0 ? Math.min(output(), learned) : output();
    }
}
