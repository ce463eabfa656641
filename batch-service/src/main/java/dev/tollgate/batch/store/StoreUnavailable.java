package dev.tollgate.batch.store;

/// Postgres or the store of objects failed, or did not answer in time: 503 to a caller, later again for a runner.
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(Throwable cause) {
        super(cause.toString(), cause);
    }
}
