package dev.tollgate.edge.endpoint;

import dev.tollgate.contract.billing.v1.Quantities;
import org.jspecify.annotations.Nullable;

/// What a request can consume at the most: the ground on which credit is held and limits are charged. Tokens, and
/// units that count no tokens.
///
/// @param input a true upper bound, never above the context window
/// @param inputEstimate the likely count
/// @param asked the caller's own bound on the output of one choice, or null
/// @param perChoice output of one choice, as it is bounded upstream
/// @param choices the `n` of the request
/// @param predicted output beyond that bound: a prediction's rejected tokens are billed, and bounded by its text
/// @param leastUseful output of one choice below which the request is refused, never clamped (rules 13)
/// @param hiddenReasoning the model may think at length before it says a word: the full output is held (rules 7)
/// @param units a true upper bound of what is counted in units
/// @param unitsEstimate what is charged of them where the provider does not tell
public record Bounds(
        long input,
        long inputEstimate,
        @Nullable Long asked,
        long perChoice,
        int choices,
        long predicted,
        long leastUseful,
        boolean hiddenReasoning,
        Quantities units,
        Quantities unitsEstimate) {
    /// Of a request that is counted in units alone, known beforehand.
    public static Bounds ofUnits(Quantities units) {
        return new Bounds(0, 0, null, 0, 1, 0, 0, false, units, units);
    }

    /// Of a request whose output nobody can bound in its body: what is held is all that it can come to, and with
    /// less credit it is refused.
    ///
    /// @param output tokens, over all that is asked for
    public static Bounds ofTokens(long input, long inputEstimate, long output) {
        return new Bounds(input, inputEstimate, output, output, 1, 0, output, true, Quantities.NONE, Quantities.NONE);
    }

    /// With units counted beside the tokens, known beforehand.
    public Bounds with(Quantities counted) {
        return with(counted, counted);
    }

    /// With units counted beside the tokens.
    public Bounds with(Quantities most, Quantities likely) {
        return new Bounds(
                input, inputEstimate, asked, perChoice, choices, predicted, leastUseful, hiddenReasoning, most, likely);
    }

    /// Over all choices: what is held.
    public long output() {
        return Math.addExact(Math.multiplyExact(perChoice, (long) choices), predicted);
    }

    /// Over all choices.
    public long leastUsefulOutput() {
        return leastUseful * choices + predicted;
    }

    /// What limits are charged at admission (rules 15).
    ///
    /// @param learned output that such requests usually take, or 0
    public long outputEstimate(long learned) {
        return learned > 0 ? Math.min(output(), learned) : output();
    }
}
