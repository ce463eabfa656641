package dev.tollgate.routing.error;

import dev.tollgate.inner.StoreOutage;
import dev.tollgate.inner.postgres.PostgresOutage;
import jakarta.inject.Singleton;

/// What the store's users tell as [StoreUnavailable], and what a resource's own time-out cuts off.
@Singleton
class DatabaseOutage implements StoreOutage {
    @Override
    public boolean isToldBy(Throwable failure) {
        return failure instanceof StoreUnavailable || PostgresOutage.isToldBy(failure);
    }

    @Override
    public String message() {
        return "The store does not answer; try again.";
    }
}
