package dev.tollgate.auth.key;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.error.ServiceException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which keys are looked for; null: whichever.
///
/// @param search part of the name in any case, or the end of the secret
/// @param purpose what they were made for; null: whatever it was, without the playground's that have ended
record KeySearch(
        @Nullable String accountId,
        @Nullable String search,
        @Nullable KeyStatus status,
        @Nullable KeyPurpose purpose) {
    private static final int SEARCH_MAX = 100;

    /// @throws ServiceException 400 naming the parameter
    static KeySearch of(
            @Nullable String accountId, @Nullable String search, @Nullable String status, @Nullable String purpose) {
        if (search != null && search.length() > SEARCH_MAX) {
            throw new ServiceException(Fault.invalid("search", "must have at most " + SEARCH_MAX + " characters"));
        }
        return new KeySearch(
                accountId,
                search == null || search.isEmpty() ? null : search,
                among(KeyStatus.values(), "status", status),
                among(KeyPurpose.values(), "purpose", purpose));
    }

    /// What the name is like.
    String contained() {
        return "%" + escaped().toLowerCase(Locale.ROOT) + "%";
    }

    /// What the hint is like.
    String ended() {
        return "%" + escaped();
    }

    private String escaped() {
        return search == null ? "" : search.replaceAll("[!%_]", "!$0");
    }

    private static <E extends Enum<E>> @Nullable E among(E[] known, String name, @Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return null;
        }
        return Arrays.stream(known)
                .filter(one -> one.name().equals(asked))
                .findFirst()
                .orElseThrow(
                        () -> new ServiceException(Fault.invalid(name, "must be one of " + Arrays.toString(known))));
    }
}
