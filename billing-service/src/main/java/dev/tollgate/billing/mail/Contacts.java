package dev.tollgate.billing.mail;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.contract.billing.v1.ContactCommand;
import dev.tollgate.contract.billing.v1.ContactView;
import dev.tollgate.inner.mail.MailAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is written to about an account's money: whom the account names, or nobody.
@Singleton
class Contacts {
    private static final String FIND = "SELECT email FROM billing_contact WHERE account_id = $1";
    private static final String FORGET = "DELETE FROM billing_contact WHERE account_id = $1";
    private static final String PUT = """
            INSERT INTO billing_contact (account_id, email, changed_at) VALUES ($1, $2, $3)
            ON CONFLICT (account_id) DO UPDATE SET email = EXCLUDED.email, changed_at = EXCLUDED.changed_at""";

    private final Pool pool;
    private final Ledger ledger;
    private final AuditLog audit;
    private final Clock clock;

    Contacts(Pool pool, Ledger ledger, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.ledger = ledger;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<ContactView> view(String accountId) {
        return find(pool, accountId).map(named -> new ContactView("billing_contact", accountId, named.email()));
    }

    private static Uni<ContactCommand> find(SqlClient client, String accountId) {
        return client.preparedQuery(FIND).execute(Tuple.of(accountId)).map(rows -> {
            for (Row row : rows) {
                return new ContactCommand(row.getString(0));
            }
            return new ContactCommand(null);
        });
    }

    /// Names whom to write to; without an address, nobody.
    Uni<ContactView> put(String accountId, ContactCommand command) {
        String email = command.email();
        if (email != null && !MailAddress.isOne(Required.text(email, "email"))) {
            throw Required.invalid("email", "email is no address.");
        }
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(accountId))
                        .flatMap(_ -> ledger.lock(tx, List.of(accountId)))
                        .flatMap(_ -> find(tx, accountId))
                        .flatMap(before -> put(tx, accountId, email)
                                .flatMap(_ -> audit.note(
                                        tx,
                                        "billing_contact.set",
                                        accountId,
                                        new Traces(accountId, command, before, command)))))
                .flatMap(_ -> view(accountId));
    }

    private Uni<Void> put(SqlConnection tx, String accountId, @Nullable String email) {
        return (email == null
                        ? tx.preparedQuery(FORGET).execute(Tuple.of(accountId))
                        : tx.preparedQuery(PUT)
                                .execute(Tuple.of(
                                        accountId, email, clock.instant().atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }
}
