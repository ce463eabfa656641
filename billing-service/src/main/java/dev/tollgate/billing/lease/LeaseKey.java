package dev.tollgate.billing.lease;

import java.util.List;

/// Whose lease on what.
///
/// @param limitIds sorted
record LeaseKey(String edgeId, long epoch, String accountId, List<String> limitIds) {
    LeaseKey {
        limitIds = limitIds.stream().distinct().sorted().toList();
    }
}
