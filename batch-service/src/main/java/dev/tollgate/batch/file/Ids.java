package dev.tollgate.batch.file;

import dev.tollgate.contract.id.RequestId;

/// Ids in the order of their making.
public final class Ids {
    private Ids() {}

    /// @param prefix `file-`, `batch_`
    public static String next(String prefix) {
        return prefix + RequestId.next(System.currentTimeMillis()).toString().replace("-", "");
    }
}
