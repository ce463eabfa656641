package dev.tollgate.routing.error;

import dev.tollgate.inner.StoreOutage;
import jakarta.inject.Singleton;

/// What the store's users tell as [StoreUnavailable].
@Singleton
class DatabaseOutage implements StoreOutage {
    @Override
    public boolean isToldBy(Throwable failure) {
        return failure instanceof StoreUnavailable;
    }

    @Override
    public String message() {
        return "The store does not answer; try again.";
    }
}
