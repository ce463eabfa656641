package dev.tollgate.billing.internal;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request must bring. Each failure is a 400 that names the field.
public final class Required {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");
    private static final int ID_LENGTH_MAX = 200;
    private static final int PAGE_MAX = 100;
    private static final int PAGE_DEFAULT = 20;

    private Required() {}

    /// The body of a request.
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new ServiceException(ErrorCode.INVALID_JSON, "A JSON body is required.");
        }
        return body;
    }

    /// A text that is there, not blank and not absurdly long.
    public static String text(@Nullable String value, String param) {
        if (value == null || value.isBlank()) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, param + " is required.", param));
        }
        if (value.length() > ID_LENGTH_MAX) {
            throw invalid(param, param + " is longer than " + ID_LENGTH_MAX + " characters.");
        }
        return value;
    }

    /// Nano-credits, written as a decimal string, not negative.
    public static long nanos(@Nullable String value, String param) {
        return digits(value, param, " must be a decimal string of nano-credits, not negative.");
    }

    /// A whole number, not negative.
    public static long number(@Nullable String value, String param) {
        return digits(value, param, " must be a whole number, not negative.");
    }

    private static long digits(@Nullable String value, String param, String otherwise) {
        String digits = text(value, param);
        if (!DIGITS.matcher(digits).matches()) {
            throw invalid(param, param + otherwise);
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw invalid(param, param + " is too large.");
        }
    }

    /// Nano-credits above zero.
    public static long positiveNanos(@Nullable String value, String param) {
        long nanos = nanos(value, param);
        if (nanos == 0) {
            throw invalid(param, param + " must be above zero.");
        }
        return nanos;
    }

    /// How many rows a page has: 20 unless asked, 100 at most.
    public static int pageSize(@Nullable Integer limit) {
        if (limit == null) {
            return PAGE_DEFAULT;
        }
        if (limit < 1 || limit > PAGE_MAX) {
            throw invalid("limit", "limit must be from 1 to " + PAGE_MAX + ".");
        }
        return limit;
    }

    /// A 400 that names the field.
    public static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
