package dev.tollgate.operator.condition;

import org.jspecify.annotations.Nullable;

/// One condition as it is now.
///
/// @param state null where it cannot be known
/// @param reason one word in camel case, for programs
public record Verdict(String type, @Nullable Boolean state, String reason, String message) {
    public static final String READY = "Ready";
    private static final int MESSAGE_MAX = 1_024;

    public Verdict {
        message = message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX) + "…";
    }

    public static Verdict ready(String reason, String message) {
        return new Verdict(READY, true, reason, message);
    }

    public static Verdict unready(String reason, String message) {
        return new Verdict(READY, false, reason, message);
    }

    public static Verdict unknown(String reason, String message) {
        return new Verdict(READY, null, reason, message);
    }

    public boolean isReady() {
        return type.equals(READY) && Boolean.TRUE.equals(state);
    }

    /// As Kubernetes spells it.
    String status() {
        if (state == null) {
            return "Unknown";
        }
        return state ? "True" : "False";
    }
}
