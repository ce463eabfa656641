package dev.tollgate.auth.invitation;

import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.InvitationView.Status;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An invitation as it is stored.
///
/// @param accountId null for one to the installation
public record Invitation(
        String id,
        @Nullable String accountId,
        @Nullable String accountName,
        String email,
        @Nullable AccountRole role,
        String language,
        @Nullable String invitedBy,
        boolean isAccepted,
        boolean isRevoked,
        Instant createdAt,
        Instant expiresAt) {

    static Invitation of(Row row) {
        String role = row.getString("role");
        return new Invitation(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("account_name"),
                row.getString("email"),
                role == null ? null : AccountRole.valueOf(role),
                row.getString("language"),
                row.getString("invited_by"),
                row.getBoolean("accepted"),
                row.getBoolean("revoked"),
                time(row, "created_at"),
                time(row, "expires_at"));
    }

    Status status(Instant now) {
        if (isAccepted) {
            return Status.ACCEPTED;
        }
        if (isRevoked) {
            return Status.REVOKED;
        }
        return expiresAt.isAfter(now) ? Status.PENDING : Status.EXPIRED;
    }

    InvitationView view(Instant now) {
        return view(status(now));
    }

    InvitationView view(Status status) {
        return new InvitationView(
                id,
                "invitation",
                accountId,
                accountName,
                email,
                role,
                invitedBy,
                status,
                createdAt.getEpochSecond(),
                expiresAt.getEpochSecond());
    }

    private static Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return Objects.requireNonNull(time, column).toInstant();
    }
}
