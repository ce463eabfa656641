package dev.tollgate.edge.credit;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.Quantities;

/// What a request may consume at the most.
///
/// @param free explicitly priced at zero: nothing is held and nobody is asked
/// @param inputBound tokens, a true upper bound
/// @param outputBound tokens over all choices
/// @param leastUsefulOutput tokens over all choices below which the request is refused, never clamped
/// @param hiddenReasoning the model may think in silence: the full output is held from the start (rules 7)
/// @param units a true upper bound of what counts no tokens
public record ReserveRequest(
        String requestId,
        KeyContext key,
        String modelId,
        PriceList.ModelPrice price,
        boolean free,
        long inputBound,
        long outputBound,
        long leastUsefulOutput,
        boolean stream,
        boolean hiddenReasoning,
        Quantities units) {}
