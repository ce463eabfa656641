package dev.tollgate.ratelimit.internal;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What a request must bring. Each failure is a 400 that names the field.
public final class Required {
    private static final int ID_LENGTH_MAX = 300;

    private Required() {}

    /// The body, or a field of it.
    public static <T> T value(@Nullable T value, String param) {
        if (value == null) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, param + " is required.", param));
        }
        return value;
    }

    /// An id: there, not blank, not absurdly long.
    public static String id(@Nullable String value, String param) {
        String id = value(value, param);
        if (id.isBlank() || id.length() > ID_LENGTH_MAX) {
            throw invalid(param, param + " must have 1 to " + ID_LENGTH_MAX + " characters.");
        }
        return id;
    }

    /// A number within bounds, both included.
    public static long within(long value, long least, long most, String param) {
        if (value < least || value > most) {
            throw invalid(param, param + " must be from " + least + " to " + most + ", not " + value + ".");
        }
        return value;
    }

    /// A list of no more than so many.
    public static void atMost(Collection<?> list, int most, String param) {
        if (list.size() > most) {
            throw invalid(param, param + " has more than " + most + " entries.");
        }
    }

    /// A subject of which the Redis slot is known.
    public static Subject subject(@Nullable Subject subject, String param) {
        Subject given = value(subject, param);
        SubjectKind kind = value(given.kind(), param + ".kind");
        id(given.id(), param + ".id");
        if (kind == SubjectKind.KEY || kind == SubjectKind.ACCOUNT) {
            id(given.accountId(), param + ".accountId");
        }
        return given;
    }

    /// A 400 that names the field.
    public static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
