package dev.tollgate.console.access;

import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Finds whose a call's object is. Asked only for callers whose rights depend on it.
public interface AccountOf {
    /// The account's id; null when the call names none, which is then refused.
    ///
    /// @param from the rule's `from`, or empty for the usual name
    /// @throws ServiceException (or the Uni fails with it) 404 when there is no such object; the caller is told the
    ///     same as of a foreign one
    Uni<@Nullable String> find(Asked asked, String from);
}
