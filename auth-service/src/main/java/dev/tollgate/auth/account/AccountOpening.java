package dev.tollgate.auth.account;

import dev.tollgate.auth.change.Change;
import dev.tollgate.auth.change.ChangeLog;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.change.ChangeKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Makes an account within a change that is more than this: somebody's who has just become a user.
@ApplicationScoped
public class AccountOpening {
    private static final String MAKE =
            "INSERT INTO auth.account (id, name, group_id, status, created_at) VALUES ($1, $2, $3, $4, $5)";

    private final ChangeLog log;

    AccountOpening(ChangeLog log) {
        this.log = log;
    }

    /// A new account without limits.
    ///
    /// @return what is to be told to the edges; its subject is the account's id
    public Uni<Change> open(SqlConnection tx, String name, @Nullable String group, Origin origin) {
        AccountCommand command = new AccountCommand(name, group, null, null);
        Instant now = Instant.now();
        AccountView account = new Account(Ids.next("acct_"), command, now).view();
        return tx.preparedQuery(MAKE)
                .execute(Tuple.of(
                        account.id(),
                        account.name(),
                        account.group(),
                        account.status().name(),
                        now.atOffset(ZoneOffset.UTC)))
                .replaceWith(new Change(
                        ChangeKind.ACCOUNT,
                        account.id(),
                        "account.create",
                        false,
                        origin,
                        log.detail(command),
                        new Change.Traces(account.id(), null, log.detail(account))));
    }
}
