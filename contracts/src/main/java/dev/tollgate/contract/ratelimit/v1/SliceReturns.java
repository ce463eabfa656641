package dev.tollgate.contract.ratelimit.v1;

import java.util.List;

/// Unused rest of slices: counted back only into the bucket that gave it (rules 15).
public record SliceReturns(String edgeId, List<SliceReturn> returns) {
    public SliceReturns {
        returns = List.copyOf(returns);
    }

    /// Concurrency slots are not returned here: each is released by its name, `<sliceId>#<n>` with n from 0, as a
    /// request's permit is.
    ///
    /// @param amount all that was ever returned of this slice: told twice, it counts once
    public record SliceReturn(String sliceId, Subject subject, Dimension dimension, long amount) {}
}
