package dev.tollgate.auth.internal;

import dev.tollgate.inner.StoreOutage;
import dev.tollgate.inner.postgres.PostgresOutage;
import jakarta.inject.Singleton;

/// A connection to the database could not be had or was lost, or it did not answer in time.
@Singleton
class DatabaseOutage implements StoreOutage {
    @Override
    public boolean isToldBy(Throwable failure) {
        return PostgresOutage.isToldBy(failure);
    }

    @Override
    public String message() {
        return "The database is away.";
    }
}
