package dev.tollgate.edge.guard;

import java.util.List;

/// A group's guardrails, ready to be used.
record Guard(List<Step> before, List<Step> after) {
    Guard {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// One of them.
    sealed interface Step {
        String id();
    }

    record Redacts(String id, Redactor redactor) implements Step {}

    record Asks(String id, Hook hook) implements Step {}

    /// One that this edge does not know: a newer one does.
    record Unknown(String id) implements Step {}

    /// Whether an answer has to be whole before it can be judged.
    boolean holdsStreams() {
        return after.stream().anyMatch(step -> !(step instanceof Redacts));
    }
}
