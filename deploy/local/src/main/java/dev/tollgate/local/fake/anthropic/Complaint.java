package dev.tollgate.local.fake.anthropic;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first thing that is wrong with a request. Later ones are not told.
final class Complaint {

    private @Nullable String message;

    /// @param path as the real one writes it: `messages.0.content`; empty for the request as a whole
    void about(String path, String what) {
        if (message == null) {
            message = path.isEmpty() ? what : path + ": " + what;
        }
    }

    void unless(boolean right, String path, String what) {
        if (!right) {
            about(path, what);
        }
    }

    boolean isNone() {
        return message == null;
    }

    Optional<String> message() {
        return Optional.ofNullable(message);
    }
}
