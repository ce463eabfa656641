package dev.tollgate.edge.error;

import dev.tollgate.contract.error.ServiceError;

/// Something that every request needs is not there yet. Thrown where it is asked for, and told by the guard around
/// the step that asked: it is nobody's fault, and passes by itself.
public final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ServiceError error;
    private final long retryAfterMillis;

    public NotNow(ServiceError error, long retryAfterMillis) {
        super(error.message(), null, false, false);
        this.error = error;
        this.retryAfterMillis = retryAfterMillis;
    }

    public ServiceError error() {
        return error;
    }

    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
