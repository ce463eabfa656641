package dev.tollgate.edge.fetch;

/// A file that is not fetched, for a reason that may be told.
final class Unfetched extends Exception {
    static final String TOO_LONG = "It took too long.";

    private static final long serialVersionUID = 1L;

    Unfetched(String message) {
        super(message, null, false, false);
    }
}
