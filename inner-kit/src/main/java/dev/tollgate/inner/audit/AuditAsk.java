package dev.tollgate.inner.audit;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.id.RequestId;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which entries of an audit log are wanted, newest first; what is absent does not narrow. Ids begin with
/// their time, so that times and cursors are bounds of ids alike; a cursor need not name an entry of this log.
///
/// @param actor a user with all his tokens, a token, both as entries have them, or who calls with the admin token
/// @param action `key.create`, or all of `key`
/// @param subject the id of what was changed
/// @param from Unix seconds of the first entry, and `to` of the first one after the last
/// @param limit from 1 to 100; 20 when absent
public record AuditAsk(
        @QueryParam("actor") @Nullable String actor,
        @QueryParam("action") @Nullable String action,
        @QueryParam("subject") @Nullable String subject,
        @QueryParam("account_id") @Nullable String accountId,
        @QueryParam("from") @Nullable String from,
        @QueryParam("to") @Nullable String to,
        @QueryParam("after") @Nullable String after,
        @QueryParam("before") @Nullable String before,
        @QueryParam("limit") @Nullable Integer limit) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    /// What an id has room for: beyond it there is nothing.
    private static final long SECONDS_MAX = 100_000_000_000L;

    private static final int TEXT_MAX = 200;
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;

    /// @throws ServiceException 400 naming the parameter
    AuditAsk checked() {
        text("actor", actor);
        text("action", action);
        text("subject", subject);
        text("account_id", accountId);
        if (after != null && before != null) {
            throw invalid("before", "Send either after or before, not both.");
        }
        if (size() < 1 || size() > LIMIT_MAX) {
            throw invalid("limit", "limit must be from 1 to " + LIMIT_MAX + ".");
        }
        return this;
    }

    boolean isBack() {
        return before != null;
    }

    int size() {
        return limit == null ? LIMIT_DEFAULT : limit;
    }

    @Nullable
    UUID older() {
        return cursor("after", after);
    }

    @Nullable
    UUID newer() {
        return cursor("before", before);
    }

    @Nullable
    UUID first() {
        return moment("from", from);
    }

    @Nullable
    UUID end() {
        return moment("to", to);
    }

    private static @Nullable UUID cursor(String param, @Nullable String id) {
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw invalid(param, param + " is not the id of an audit entry.");
        }
    }

    private static @Nullable UUID moment(String param, @Nullable String seconds) {
        if (seconds == null) {
            return null;
        }
        if (!SECONDS.matcher(seconds).matches()) {
            throw invalid(param, param + " must be a time in Unix seconds.");
        }
        return RequestId.smallest(Math.min(Long.parseLong(seconds), SECONDS_MAX) * 1_000);
    }

    private static void text(String param, @Nullable String text) {
        if (text != null && (text.isBlank() || text.length() > TEXT_MAX || text.indexOf('\0') >= 0)) {
            throw invalid(param, param + " must have 1 to " + TEXT_MAX + " characters.");
        }
    }

    private static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
