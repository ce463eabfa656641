package dev.tollgate.billing.verify;

import dev.tollgate.contract.billing.v1.VerifyReport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Runs all checks in one read-only snapshot; nobody waits for it.
@Singleton
class Verification {
    private static final Logger LOG = Logger.getLogger(Verification.class);

    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    /// Longer than a request's statements may take: it reads every entry.
    private static final String TIMEOUT = "SET LOCAL statement_timeout = '300s'";

    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM ledger_entry) AS entries,
              (SELECT count(*) FROM usage_record) AS records""";

    private final Pool pool;

    Verification(Pool pool) {
        this.pool = pool;
    }

    Uni<VerifyReport> run() {
        return pool.withTransaction(tx -> tx.query(SNAPSHOT)
                .execute()
                .flatMap(_ -> tx.query(TIMEOUT).execute())
                .flatMap(_ -> firstDifference(tx))
                .flatMap(difference -> report(tx, difference)));
    }

    private static Uni<Optional<String>> firstDifference(SqlConnection tx) {
        Uni<Optional<String>> found = Uni.createFrom().item(Optional.empty());
        for (Check check : Check.values()) {
            found = found.flatMap(
                    before -> before.isPresent() ? Uni.createFrom().item(before) : difference(tx, check));
        }
        return found;
    }

    private static Uni<Optional<String>> difference(SqlConnection tx, Check check) {
        return tx.query(check.sql())
                .execute()
                .map(rows -> rows.size() == 0
                        ? Optional.<String>empty()
                        : Optional.of(rows.iterator().next().getString(0)))
                .invoke(difference ->
                        difference.ifPresent(what -> LOG.errorf("the books do not agree (%s): %s", check, what)));
    }

    private static Uni<VerifyReport> report(SqlConnection tx, Optional<String> difference) {
        return tx.query(COUNTS).execute().map(rows -> {
            var row = rows.iterator().next();
            return new VerifyReport(
                    row.getLong("accounts"), row.getLong("entries"), row.getLong("records"), difference.orElse(null));
        });
    }
}
