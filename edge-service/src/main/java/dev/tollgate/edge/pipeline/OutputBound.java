package dev.tollgate.edge.pipeline;

import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.endpoint.Bounds;
import org.jspecify.annotations.Nullable;

/// The bound on each choice's output that is sent upstream (rules 13).
///
/// @param perChoice tokens, or null for the caller's own
/// @param clamped whether the caller gets less than it asked for, or less than the model could give it
record OutputBound(@Nullable Long perChoice, boolean clamped) {
    private static final OutputBound CALLERS_OWN = new OutputBound(null, false);

    /// What credit reaches for, when that is less than what was asked; else the caller's own bound, or the model's
    /// where the caller gave none or a higher one.
    static OutputBound of(Bounds bounds, boolean free, Reservation reservation) {
        if (reservation.clamped()) {
            long perChoice = (reservation.outputBound() - bounds.predicted()) / bounds.choices();
            return new OutputBound(Math.max(1, perChoice), true);
        }
        Long asked = bounds.asked();
        if (free || (asked != null && asked <= bounds.perChoice())) {
            return CALLERS_OWN;
        }
        return new OutputBound(bounds.perChoice(), asked != null);
    }
}
