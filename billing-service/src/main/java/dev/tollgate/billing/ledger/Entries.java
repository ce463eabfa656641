package dev.tollgate.billing.ledger;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/// Reads an account's entries, newest first.
@Singleton
class Entries {
    private static final String PREFIX = "le_";

    private static final String OLDER = """
            SELECT e.id, t.kind, e.amount, e.balance_after, t.reference,
              floor(extract(epoch FROM e.posted_at))::bigint AS at
            FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
            WHERE e.account_id = $1 AND e.book = 'account' AND e.id < $2
            ORDER BY e.id DESC LIMIT $3""";

    private static final String NEWER = """
            SELECT e.id, t.kind, e.amount, e.balance_after, t.reference,
              floor(extract(epoch FROM e.posted_at))::bigint AS at
            FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
            WHERE e.account_id = $1 AND e.book = 'account' AND e.id > $2
            ORDER BY e.id LIMIT $3""";

    private final Pool pool;

    Entries(Pool pool) {
        this.pool = pool;
    }

    Uni<Page<LedgerEntryView>> page(String accountId, PageAsk ask) {
        String before = ask.before();
        String after = ask.after();
        long cursor =
                before != null ? number(before, "before") : after != null ? number(after, "after") : Long.MAX_VALUE;
        return pool.preparedQuery(before != null ? NEWER : OLDER)
                .execute(Tuple.of(accountId, cursor, ask.limit() + 1))
                .map(rows -> {
                    List<LedgerEntryView> entries = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        entries.add(entry(accountId, row));
                    }
                    return ask.page(entries, LedgerEntryView::id);
                });
    }

    private static LedgerEntryView entry(String accountId, Row row) {
        return new LedgerEntryView(
                PREFIX + row.getLong("id"),
                "ledger_entry",
                accountId,
                row.getString("kind"),
                row.getLong("amount"),
                row.getLong("balance_after"),
                row.getString("reference"),
                row.getLong("at"));
    }

    private static long number(String cursor, String param) {
        if (!cursor.startsWith(PREFIX)) {
            throw Required.invalid(param, param + " is not the id of a ledger entry.");
        }
        return Required.number(cursor.substring(PREFIX.length()), param);
    }
}
