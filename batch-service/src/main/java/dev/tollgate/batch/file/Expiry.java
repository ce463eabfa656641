package dev.tollgate.batch.file;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads an `expires_after`.
public final class Expiry {
    private static final long SECONDS_MIN = Duration.ofHours(1).toSeconds();
    private static final long SECONDS_MAX = Duration.ofDays(30).toSeconds();

    private Expiry() {}

    /// @param field as the caller spells it
    /// @return seconds after the file's creation; `otherwise` when nothing is said
    /// @throws ServiceException when it is not valid
    public static long seconds(@Nullable String anchor, @Nullable Long seconds, String field, Duration otherwise) {
        if (anchor == null && seconds == null) {
            return otherwise.toSeconds();
        }
        if (!"created_at".equals(anchor)) {
            throw wrong("The anchor must be `created_at`.", field + "[anchor]");
        }
        if (seconds == null || seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
            throw wrong(
                    "The seconds must be between " + SECONDS_MIN + " and " + SECONDS_MAX + ".", field + "[seconds]");
        }
        return seconds;
    }

    private static ServiceException wrong(String message, String param) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
