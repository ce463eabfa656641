package dev.tollgate.contract.error;

/// Carries a [ServiceError] to the one mapper that renders it. Expected outcomes are sealed results; this is for
/// the way out of a resource.
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ServiceError error;

    public ServiceException(ServiceError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ServiceException(ErrorCode code, String message) {
        this(new ServiceError(code, message));
    }

    public ServiceError error() {
        return error;
    }
}
