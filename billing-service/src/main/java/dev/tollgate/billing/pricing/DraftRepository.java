package dev.tollgate.billing.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.contract.billing.v1.ImportReport;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Drafts of prices. A published one is never changed: the database refuses it.
@Singleton
class DraftRepository {
    private static final String COLUMNS = """
            SELECT id, source, note, patch::text AS patch, report::text AS report, created_at, published_at,
              effective_from FROM price_draft""";
    private static final String INSERT = """
            INSERT INTO price_draft (source, note, patch, report)
            VALUES ($1, $2, ($3::text)::jsonb, ($4::text)::jsonb) RETURNING id""";
    private static final String FOUND = " WHERE ($3::text IS NULL OR id::text = $3 OR lower(note) LIKE $4 ESCAPE '!')";
    private static final String PUBLISHED = COLUMNS + " WHERE published_at IS NOT NULL ORDER BY effective_from, id";
    private static final String PUBLISH =
            "UPDATE price_draft SET published_at = $2, effective_from = $3 WHERE id = $1 AND published_at IS NULL";
    private static final String DELETE = "DELETE FROM price_draft WHERE id = $1 AND published_at IS NULL";

    private final ObjectMapper json;

    DraftRepository(ObjectMapper json) {
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    Uni<Long> insert(
            SqlConnection tx, String source, @Nullable String note, PricePatch patch, @Nullable ImportReport report) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(source, note, write(patch), report == null ? null : write(report)))
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    Uni<Optional<StoredDraft>> find(SqlClient client, long id, boolean forUpdate) {
        return client.preparedQuery(COLUMNS + " WHERE id = $1" + (forUpdate ? " FOR UPDATE" : ""))
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(draft(rows.iterator().next())));
    }

    /// In the order in which they take effect.
    Uni<List<StoredDraft>> published(SqlClient client) {
        return client.preparedQuery(PUBLISHED).execute().map(rows -> {
            List<StoredDraft> drafts = new ArrayList<>(rows.size());
            rows.forEach(row -> drafts.add(draft(row)));
            return drafts;
        });
    }

    Uni<Void> publish(SqlConnection tx, long id, Instant now, Instant from) {
        return tx.preparedQuery(PUBLISH)
                .execute(Tuple.of(id, now.atOffset(ZoneOffset.UTC), from.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// @return false when it is published, or not there
    Uni<Boolean> delete(SqlConnection tx, long id) {
        return tx.preparedQuery(DELETE).execute(Tuple.of(id)).map(rows -> rows.rowCount() == 1);
    }

    /// Newest first.
    ///
    /// @param search an id, or a part of the note
    Uni<Page<StoredDraft>> page(SqlClient client, Search search, PageAsk ask) {
        String cursor = ask.backwards() ? ask.before() : ask.after();
        long id = cursor == null ? Long.MAX_VALUE : Required.number(cursor, ask.backwards() ? "before" : "after");
        String where = ask.backwards() ? " AND id > $1 ORDER BY id" : " AND id < $1 ORDER BY id DESC";
        return client.preparedQuery(COLUMNS + FOUND + where + " LIMIT $2")
                .execute(Tuple.of(id, ask.limit() + 1, search.text(), search.like()))
                .map(rows -> {
                    List<StoredDraft> drafts = new ArrayList<>(rows.size());
                    rows.forEach(row -> drafts.add(draft(row)));
                    return ask.page(drafts, draft -> Long.toString(draft.id()));
                });
    }

    private StoredDraft draft(Row row) {
        String report = row.getString("report");
        return new StoredDraft(
                row.getLong("id"),
                row.getString("source"),
                row.getString("note"),
                read(row.getString("patch"), PricePatch.class),
                report == null ? null : read(report, ImportReport.class),
                Objects.requireNonNull(instant(row.getOffsetDateTime("created_at"))),
                instant(row.getOffsetDateTime("published_at")),
                instant(row.getOffsetDateTime("effective_from")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a draft cannot be written as JSON", e);
        }
    }

    private <T> T read(String value, Class<T> type) {
        try {
            return json.readValue(value, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored draft cannot be read", e);
        }
    }

    /// @param source `api`, or `model_prices` for an import
    record StoredDraft(
            long id,
            String source,
            @Nullable String note,
            PricePatch patch,
            @Nullable ImportReport report,
            Instant createdAt,
            @Nullable Instant publishedAt,
            @Nullable Instant effectiveFrom) {
        StoredDraft published(Instant at, Instant from) {
            return new StoredDraft(id, source, note, patch, report, createdAt, at, from);
        }
    }
}
