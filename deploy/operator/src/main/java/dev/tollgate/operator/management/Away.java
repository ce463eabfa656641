package dev.tollgate.operator.management;

/// The management API cannot be asked now, or not by this operator. Nothing is known to have been done or not:
/// the next reconciliation looks.
public final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Away(String message) {
        super(message);
    }

    public Away(String message, Throwable cause) {
        super(message, cause);
    }
}
