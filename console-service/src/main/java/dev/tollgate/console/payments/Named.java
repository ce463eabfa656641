package dev.tollgate.console.payments;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import org.jspecify.annotations.Nullable;

/// The caller's name for what it asks: in the header, or in the body, or the same in both.
final class Named {
    private Named() {}

    static @Nullable String of(@Nullable String header, @Nullable String field) {
        if (header != null && field != null && !header.equals(field)) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.INVALID_VALUE,
                    "The header Idempotency-Key and the field idempotency_key differ.",
                    "idempotency_key"));
        }
        return header == null ? field : header;
    }
}
