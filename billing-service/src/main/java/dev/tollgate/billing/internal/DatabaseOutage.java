package dev.tollgate.billing.internal;

import dev.tollgate.inner.StoreOutage;
import dev.tollgate.inner.postgres.PostgresOutage;
import jakarta.inject.Singleton;

/// A connection to the database could not be had or was lost, or the database gave a statement up. Edges go on with
/// the leases they hold (rules 8).
@Singleton
class DatabaseOutage implements StoreOutage {
    @Override
    public boolean isToldBy(Throwable failure) {
        return PostgresOutage.isToldBy(failure);
    }

    @Override
    public String message() {
        return "The books are away.";
    }
}
