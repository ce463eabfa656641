package dev.tollgate.contract.audit.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One management change. The service that made it wrote this in the change's own transaction; ids are UUIDv7, so
/// that the entries of several services sort into one list by them.
///
/// @param actor who changed it: user and token (`user_…/tok_…`), `admin:` and the admin token's fingerprint, or null
///     when the call came from inside
/// @param action `key.create`, `account.change`, `gift.create` …
/// @param subject the id of what was changed
/// @param requestId of the management call, as its answer's `x-request-id` told
/// @param detail the command as JSON; never a secret
/// @param accountId of the account whose owners may read this; null when it is no account's
/// @param before what was there, as JSON; null when it was made, or by a version that did not tell
/// @param after what is there now, as JSON
public record AuditEntryView(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        @Nullable String actor,
        String action,
        String subject,
        @JsonProperty("request_id") @Nullable String requestId,
        String detail,
        @JsonProperty("account_id") @Nullable String accountId,
        @Nullable String before,
        @Nullable String after) {
    /// An entry that tells no more than its command.
    public AuditEntryView(
            String id,
            String object,
            long createdAt,
            @Nullable String actor,
            String action,
            String subject,
            @Nullable String requestId,
            String detail) {
        this(id, object, createdAt, actor, action, subject, requestId, detail, null, null, null);
    }
}
