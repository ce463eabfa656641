package dev.tollgate.billing.export;

import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// Where a booking leaves word of the records that it wrote, in its own transaction: what is rolled back is not
/// told, and what is committed is. One statement a batch; none while nothing is exported.
@ApplicationScoped
public class Outbox {
    private static final String ADD = """
            INSERT INTO usage_outbox (day, request_id, revision)
            SELECT day, request_id, revision FROM unnest($1::date[], $2::uuid[], $3::integer[])
              WITH ORDINALITY AS r (day, request_id, revision, place) ORDER BY place
            """;

    private final boolean on;

    Outbox(ExportConfig config) {
        this.on = KafkaSettings.isExportOn(config);
    }

    /// Leaves word of these revisions, in this order. Their accounts are locked.
    public Uni<Void> add(SqlConnection tx, List<Revision> revisions) {
        if (!on || revisions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple arguments = Tuple.tuple()
                .addValue(revisions.stream()
                        .map(revision -> RequestId.day(revision.requestId()))
                        .toArray(LocalDate[]::new))
                .addValue(revisions.stream().map(Revision::requestId).toArray(UUID[]::new))
                .addValue(revisions.stream().map(Revision::number).toArray(Integer[]::new));
        return tx.preparedQuery(ADD).execute(arguments).replaceWithVoid();
    }

    /// What never changes of a record.
    ///
    /// @param number 1 for a new record, one more for each correction
    public record Revision(UUID requestId, int number) {}
}
