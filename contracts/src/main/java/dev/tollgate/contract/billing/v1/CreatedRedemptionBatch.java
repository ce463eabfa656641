package dev.tollgate.contract.billing.v1;

import java.util.List;

/// A new batch with its codes, which are told this once.
public record CreatedRedemptionBatch(RedemptionBatchView batch, List<String> codes) {
    public CreatedRedemptionBatch {
        codes = List.copyOf(codes);
    }
}
