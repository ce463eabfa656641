package dev.tollgate.contract.billing.v1;

import java.util.List;

/// All asks of an edge that fell due within a few milliseconds travel together (rules 8).
public record LeaseAsks(String edgeId, long epoch, List<LeaseAsk> asks) {
    public LeaseAsks {
        asks = List.copyOf(asks);
    }

    /// One lease per (edge, epoch, account, set of limits).
    ///
    /// @param limitIds sorted; empty for the account's shared lease
    /// @param askNumber from 1, counts up over all asks of this owner on this account and limits, past a lease's
    ///     close too; repeating a number gives the same answer (RFC 8506 CC-Request-Number)
    /// @param needs one per waiting request, granted whole and in order, or not at all
    /// @param surplus nano-credits wanted beyond the needs, by recent spend; 0 for none
    /// @param giveBack nano-credits of unreserved credit returned with this ask
    /// @param close the lease ends: everything spent under it has been acknowledged, the rest goes back
    public record LeaseAsk(
            String accountId,
            List<String> limitIds,
            long askNumber,
            List<Need> needs,
            long surplus,
            long giveBack,
            boolean close) {
        public LeaseAsk {
            limitIds = List.copyOf(limitIds);
            needs = List.copyOf(needs);
        }
    }

    /// What one request must hold, all in nano-credits (rules 5 and 13).
    ///
    /// @param bound all it can cost; held when that is at most 1/8 of what is free
    /// @param learned the smaller hold that usually suffices (4 × the learned p95), at least `least`; equal to
    ///     `bound` when nothing smaller will do; 0 when nothing is learned yet: then 1/8 of what is free stands in
    /// @param least below this a request is refused, never clamped
    public record Need(long bound, long learned, long least) {}
}
