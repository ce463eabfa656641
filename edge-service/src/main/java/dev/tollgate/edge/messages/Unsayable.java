package dev.tollgate.edge.messages;

/// Something that a chat has no words for, and that must not be dropped: thrown within the translation, and turned
/// into its outcome at its end.
final class Unsayable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String param;
    private final String reason;

    Unsayable(String param, String reason) {
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
