package dev.tollgate.edge.provider.gemini;

/// Something of a request for which this dialect has no words; never leaves the package.
final class Untranslatable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String param;

    /// @param param the caller's name of it
    Untranslatable(String param, String message) {
        super(message, null, false, false);
        this.param = param;
    }

    String param() {
        return param;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
