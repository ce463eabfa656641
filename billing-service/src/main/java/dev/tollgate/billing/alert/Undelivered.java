package dev.tollgate.billing.alert;

/// Why an alert did not get there, in words that may be shown.
final class Undelivered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undelivered(String problem) {
        super(problem, null, false, false);
    }
}
