package dev.tollgate.edge.provider.bedrock;

/// Something of a request for which Converse has no words; never leaves the package.
final class Untranslatable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String param;
    private final String reason;

    /// @param param the caller's name of it
    Untranslatable(String param, String reason) {
        super(reason, null, false, false);
        this.param = param;
        this.reason = reason;
    }

    String param() {
        return param;
    }

    String reason() {
        return reason;
    }
}
