package dev.tollgate.billing.lease;

import dev.tollgate.contract.billing.v1.LeaseAsks.Need;

/// What one need gets of what is free. Amounts in nano-credits (rules 5).
sealed interface Grant {
    /// A bound of at most this part of what is free is held whole; an account with fewer holds than this left is
    /// exact.
    long PARTS = 8;

    /// @param amount what is held, from the need's least to its bound
    record Held(long amount) implements Grant {}

    /// @param least what would have had to be free
    record TooLittle(long least) implements Grant {}

    /// Decides what a need is granted.
    static Grant of(Need need, long free) {
        long bound = Math.max(0, need.bound());
        long least = Math.clamp(need.least(), 0, bound);
        if (bound <= free / PARTS) {
            return new Held(bound);
        }
        long usual = need.learned() > 0 ? need.learned() : free / PARTS;
        long wanted = Math.min(bound, Math.max(least, usual));
        if (wanted <= free) {
            return new Held(wanted);
        }
        return least <= free && free > 0 ? new Held(free) : new TooLittle(least);
    }
}
