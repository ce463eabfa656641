package dev.tollgate.batch.store;

import dev.tollgate.inner.StoreOutage;
import jakarta.inject.Singleton;

/// What the stores' users tell as [StoreUnavailable].
@Singleton
class Outage implements StoreOutage {
    @Override
    public boolean isToldBy(Throwable failure) {
        return failure instanceof StoreUnavailable;
    }

    @Override
    public String message() {
        return "The store does not answer; try again.";
    }
}
