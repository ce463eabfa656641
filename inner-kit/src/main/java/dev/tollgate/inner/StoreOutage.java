package dev.tollgate.inner;

/// Tells a service's store being away, which callers retry, from a fault of ours, which they do not. A service has a
/// bean of this type for each store whose outage comes as an exception.
public interface StoreOutage {
    /// Whether this failure is the store's, anywhere in the chain of causes.
    boolean isToldBy(Throwable failure);

    /// What a caller is told: a 503 with `Retry-After`, never a 402 or a 500.
    String message();
}
