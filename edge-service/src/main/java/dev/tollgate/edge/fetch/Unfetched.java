package dev.tollgate.edge.fetch;

/// A file that is not fetched, for a reason that may be told.
final class Unfetched extends Exception {
    private static final long serialVersionUID = 1L;

    Unfetched(String message) {
        super(message, null, false, false);
    }
}
