package dev.tollgate.edge.key;

import dev.tollgate.contract.error.ServiceError;

/// That a credential is nobody's.
///
/// @param refusal what its bearer is told
record UnknownKey(ServiceError refusal, long revision, long epoch) implements Verdict {
    boolean isOutdated(LastChanges changes) {
        return changes.isOutdatedUnknown(revision, epoch);
    }
}
