package dev.tollgate.inner.audit;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Pages of one audit log. What is not asked for is not in the statement, and each condition has an index that
/// goes on in the order of ids.
public final class AuditReader {
    private static final String USER = "split_part(actor, '/', 1)";
    private static final String TOKEN = "split_part(actor, '/', 2)";
    private static final String KIND = "split_part(action, '.', 1)";

    private final Pool pool;
    private final String table;
    private final String account;

    private AuditReader(Pool pool, String table, String account) {
        this.pool = pool;
        this.table = table;
        this.account = account;
    }

    /// @param schema the service's own, a word of ours
    public static AuditReader of(Pool pool, String schema) {
        return new AuditReader(pool, schema + ".audit_entry", "account_id");
    }

    /// Of a service whose changes are no account's.
    public static AuditReader ofNoAccounts(Pool pool, String schema) {
        return new AuditReader(pool, schema + ".audit_entry", "NULL::text");
    }

    /// Newest first.
    public Uni<Page<AuditEntryView>> page(AuditAsk ask) {
        AuditAsk checked = ask.checked();
        Statement wanted = statement(checked);
        return pool.preparedQuery(wanted.sql())
                .execute(wanted.arguments)
                .map(rows -> page(rows, checked.size(), checked.isBack()));
    }

    private Statement statement(AuditAsk ask) {
        Statement wanted = new Statement("SELECT id, at, actor, action, subject, request_id, detail, " + account
                + " AS account_id, before, after FROM " + table + " WHERE true");
        actor(wanted, ask.actor());
        String action = ask.action();
        if (action != null) {
            wanted.where((action.contains(".") ? "action" : KIND) + " = ", action);
        }
        return wanted.where("subject = ", ask.subject())
                .where(account + " = ", ask.accountId())
                .where("id >= ", ask.first())
                .where("id < ", ask.end())
                .where("id < ", ask.older())
                .where("id > ", ask.newer())
                .order(ask);
    }

    private static void actor(Statement wanted, @Nullable String actor) {
        if (actor == null) {
            return;
        }
        int slash = actor.indexOf('/');
        if (slash >= 0) {
            wanted.where(TOKEN + " = ", actor.substring(slash + 1)).where("actor = ", actor);
        } else {
            wanted.where((actor.startsWith("tok_") ? TOKEN : USER) + " = ", actor);
        }
    }

    private static Page<AuditEntryView> page(RowSet<Row> rows, int limit, boolean isBack) {
        List<AuditEntryView> nearest = new ArrayList<>();
        rows.forEach(row -> nearest.add(view(row)));
        List<AuditEntryView> shown = nearest.subList(0, Math.min(limit, nearest.size()));
        Page<AuditEntryView> page = Page.of(isBack ? shown.reversed() : shown, limit, AuditEntryView::id);
        return new Page<>(page.object(), page.data(), page.firstId(), page.lastId(), nearest.size() > limit);
    }

    private static AuditEntryView view(Row row) {
        OffsetDateTime at = Objects.requireNonNull(row.getOffsetDateTime("at"));
        return new AuditEntryView(
                row.getUUID("id").toString(),
                "audit_entry",
                at.toEpochSecond(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("request_id"),
                row.getString("detail"),
                row.getString("account_id"),
                row.getString("before"),
                row.getString("after"));
    }

    private static final class Statement {
        private final StringBuilder sql;
        private final Tuple arguments = Tuple.tuple();

        Statement(String select) {
            sql = new StringBuilder(select);
        }

        /// None when the value is null.
        Statement where(String condition, @Nullable Object value) {
            if (value != null) {
                arguments.addValue(value);
                sql.append(" AND ").append(condition).append('$').append(arguments.size());
            }
            return this;
        }

        /// The entries next to the cursor first, and one more than the page shows.
        Statement order(AuditAsk ask) {
            sql.append(" ORDER BY id")
                    .append(ask.isBack() ? "" : " DESC")
                    .append(" LIMIT ")
                    .append(ask.size() + 1);
            return this;
        }

        String sql() {
            return sql.toString();
        }
    }
}
