package dev.tollgate.batch.job;

import dev.tollgate.contract.batch.v1.BatchCommand;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a batch must say. Pure.
final class BatchRules {
    private static final int PAIRS_MAX = 16;
    private static final int KEY_MAX = 64;
    private static final int VALUE_MAX = 512;

    private BatchRules() {}

    /// What is wrong, or null.
    ///
    /// @param window how long a batch may take: the only one that may be asked for
    static @Nullable ServiceError fault(BatchCommand asked, Collection<String> endpoints, Duration window) {
        if (isBlank(asked.inputFileId())) {
            return missing("input_file_id");
        }
        if (isBlank(asked.endpoint())) {
            return missing("endpoint");
        }
        if (!endpoints.contains(asked.endpoint())) {
            return wrong(
                    "The endpoint must be one of " + String.join(", ", new TreeSet<>(endpoints)) + ".", "endpoint");
        }
        if (isBlank(asked.completionWindow())) {
            return missing("completion_window");
        }
        if (!named(window).equals(asked.completionWindow())) {
            return wrong("The completion_window must be `" + named(window) + "`.", "completion_window");
        }
        return ofMetadata(asked.metadata());
    }

    /// `24h`, as callers say it.
    static String named(Duration window) {
        return window.toSeconds() % 3_600 == 0 ? window.toHours() + "h" : window.toSeconds() + "s";
    }

    private static @Nullable ServiceError ofMetadata(@Nullable Map<String, String> metadata) {
        if (metadata == null) {
            return null;
        }
        if (metadata.size() > PAIRS_MAX) {
            return wrong("metadata has at most " + PAIRS_MAX + " pairs.", "metadata");
        }
        for (Map.Entry<String, String> pair : metadata.entrySet()) {
            if (pair.getKey().length() > KEY_MAX
                    || pair.getValue() == null
                    || pair.getValue().length() > VALUE_MAX) {
                return wrong(
                        "metadata's keys have at most " + KEY_MAX + " characters, its values " + VALUE_MAX + ".",
                        "metadata");
            }
        }
        return null;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static ServiceError missing(String field) {
        return new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, "The " + field + " is missing.", field);
    }

    private static ServiceError wrong(String message, String field) {
        return new ServiceError(ErrorCode.INVALID_VALUE, message, field);
    }
}
