package dev.tollgate.edge.provider.anthropic;

/// Something asked for that Anthropic cannot do, and that must not be dropped: thrown within a translation, and
/// turned into its outcome at its end.
final class Untranslatable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String param;
    private final String reason;

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
