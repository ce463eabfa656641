package dev.tollgate.edge.responses;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;

/// What a response can consume of a model at the most.
final class ResponsesBounds {
    private static final String REASONING = "reasoning";
    /// A model that thinks needs this much to say anything at all.
    private static final long REASONING_LEAST = 4_096;

    private ResponsesBounds() {}

    static Bounds of(ResponsesRequest request, Catalogue.Model model) {
        long window = model.contextWindow();
        InputSize size = request.size();
        long input = size.unknowable() ? window : Math.min(size.bound(), window);
        long estimate = Math.min(size.estimate(), input);
        boolean reasoning = model.capabilities().contains(REASONING);
        long least = reasoning ? Math.max(model.leastUsefulOutput(), REASONING_LEAST) : model.leastUsefulOutput();
        Long asked = request.maxOutput();
        long output = asked == null
                ? Math.min(model.outputBound(), Math.max(least, window - estimate))
                : Math.min(asked, model.outputBound());
        return new Bounds(
                input,
                estimate,
                asked,
                output,
                1,
                0,
                Math.min(least, output),
                reasoning,
                Quantities.NONE,
                Quantities.NONE);
    }
}
