package dev.tollgate.bootstrap;

/// Why a Job could not do its work, in words for the operator who reads its log.
final class BootstrapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BootstrapException(String message) {
        super(message);
    }

    BootstrapException(String message, Throwable cause) {
        super(message, cause);
    }
}
