package dev.tollgate.routing.error;

/// Postgres failed or did not answer in time: 503 to a caller, another look by the watch.
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(Throwable cause) {
        super(cause.toString(), cause);
    }
}
