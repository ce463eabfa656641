package dev.tollgate.contract.ratelimit.v1;

import java.util.List;

/// Unused rest of slices: counted back only into the bucket that gave it (rules 15).
public record SliceReturns(String edgeId, List<SliceReturn> returns) {
    public SliceReturns {
        returns = List.copyOf(returns);
    }

    public record SliceReturn(String sliceId, Subject subject, Dimension dimension, long amount) {}
}
