package dev.tollgate.console.dashboard;

import dev.tollgate.contract.billing.v1.Dashboard;
import org.jspecify.annotations.Nullable;

/// What a new account needs for its first call, and what of it is done.
///
/// @param hasCredit null for who may not see it
record FirstSteps(boolean hasKey, @Nullable Boolean hasCredit) {
    static FirstSteps of(Dashboard stand, boolean hasKey) {
        Dashboard.Money money = stand.money();
        return new FirstSteps(hasKey, money == null ? null : money.free() > 0);
    }
}
