package dev.tollgate.operator.management;

/// The management API refuses what a resource asks for; only a change, of it or of what it names, can help.
public final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer.Refused refusal;

    public Rejected(Answer.Refused refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    public Answer.Refused refusal() {
        return refusal;
    }
}
