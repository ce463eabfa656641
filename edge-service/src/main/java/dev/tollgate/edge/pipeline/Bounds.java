package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.chat.ChatRequest;

/// What a request can consume at the most, in tokens: the ground on which credit is held and limits are charged.
///
/// @param input a true upper bound, never above the context window
/// @param inputEstimate the likely count
/// @param output over all choices: what the caller asked for or the model's own bound, whichever is lower
/// @param choices the `n` of the request
/// @param hiddenReasoning the model may think at length before it says a word: the full output is held (rules 7)
record Bounds(
        long input, long inputEstimate, long output, int choices, long leastUsefulOutput, boolean hiddenReasoning) {
    private static final String REASONING = "reasoning";

    static Bounds of(ChatRequest chat, Catalogue.Model model) {
        long window = model.contextWindow();
        long input = chat.hasUnknowableInput() ? window : Math.min(chat.inputBound(), window);
        Long asked = chat.maxOutput();
        long perChoice = asked == null ? model.outputBound() : Math.min(asked, model.outputBound());
        return new Bounds(
                input,
                Math.min(chat.inputEstimate(), input),
                Math.multiplyExact(perChoice, (long) chat.n()),
                chat.n(),
                Math.min(model.leastUsefulOutput(), perChoice) * chat.n(),
                model.capabilities().contains(REASONING));
    }
}
