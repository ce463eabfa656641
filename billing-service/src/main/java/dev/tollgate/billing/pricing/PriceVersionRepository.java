package dev.tollgate.billing.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.contract.billing.v1.PriceList.Version;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The stored versions. They are never changed: the database refuses it.
@Singleton
class PriceVersionRepository {
    /// Serialises billing's replicas: the same file makes its versions once.
    private static final String LOCK = "SELECT value FROM revision FOR UPDATE";

    private static final String NEWEST = "SELECT coalesce(max(version), 0) FROM price_version";

    private static final String NEWEST_FILE = "SELECT file_hash FROM price_version ORDER BY version DESC LIMIT 1";

    /// What was in force at this time, and all that is newer.
    private static final String SINCE = """
            SELECT version, effective_from, compiled::text AS compiled FROM price_version
            WHERE version >= coalesce((SELECT max(version) FROM price_version WHERE effective_from <= $1), 0)
            ORDER BY version""";

    private static final String ONE = """
            SELECT version, effective_from, compiled::text AS compiled FROM price_version WHERE version = $1""";

    private static final String INSERT = """
            INSERT INTO price_version (file_hash, effective_from, compiled) VALUES ($1, $2, ($3::text)::jsonb)""";

    private static final String ROWS = """
            SELECT version, file_hash, floor(extract(epoch FROM effective_from))::bigint AS effective_from,
              floor(extract(epoch FROM created_at))::bigint AS created_at,
              jsonb_array_length(compiled -> 'prices') AS prices, jsonb_array_length(compiled -> 'costs') AS costs
            FROM price_version
            WHERE ($3::text IS NULL OR version::text = $3 OR starts_with(file_hash, lower($3))) AND version""";

    private final Pool pool;
    private final ObjectMapper json;

    PriceVersionRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    Uni<Void> lock(SqlConnection tx) {
        return tx.query(LOCK).execute().replaceWithVoid();
    }

    /// The highest number, 0 when there is none.
    Uni<Long> newest() {
        return pool.query(NEWEST).execute().map(rows -> rows.iterator().next().getLong(0));
    }

    /// The hash of the file that the newest version was made from.
    Uni<Optional<String>> newestFile() {
        return pool.query(NEWEST_FILE)
                .execute()
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    /// The version in force at a time, if any, and all newer ones, ascending.
    Uni<List<Version>> since(SqlClient client, Instant time) {
        return client.preparedQuery(SINCE)
                .execute(Tuple.of(time.atOffset(ZoneOffset.UTC)))
                .map(this::versions);
    }

    Uni<Optional<Version>> find(long version) {
        return pool.preparedQuery(ONE).execute(Tuple.of(version)).map(rows -> versions(rows).stream()
                .findFirst());
    }

    /// Newest first, without their prices.
    ///
    /// @param search a version, or how the hash of the file begins
    Uni<Page<PriceVersionView>> page(Search search, PageAsk ask) {
        String cursor = ask.backwards() ? ask.before() : ask.after();
        long version = cursor == null ? Long.MAX_VALUE : Required.number(cursor, ask.backwards() ? "before" : "after");
        String where = ask.backwards() ? " > $1 ORDER BY version LIMIT $2" : " < $1 ORDER BY version DESC LIMIT $2";
        return pool.preparedQuery(ROWS + where)
                .execute(Tuple.of(version, ask.limit() + 1, search.text()))
                .map(rows -> {
                    List<PriceVersionView> views = new ArrayList<>(rows.size());
                    rows.forEach(row -> views.add(view(row)));
                    return ask.page(views, PriceVersionView::id);
                });
    }

    private static PriceVersionView view(Row row) {
        long version = row.getLong("version");
        return new PriceVersionView(
                Long.toString(version),
                "price_version",
                version,
                row.getString("file_hash"),
                row.getLong("effective_from"),
                row.getLong("created_at"),
                row.getInteger("prices"),
                row.getInteger("costs"));
    }

    /// Stores one version; the database numbers it.
    Uni<Void> insert(SqlConnection tx, String fileHash, VersionPlan.Next next) {
        Version content = new Version(
                0,
                next.effectiveFrom().toEpochMilli(),
                next.prices().prices(),
                next.prices().costs());
        Tuple arguments = Tuple.of(fileHash, next.effectiveFrom().atOffset(ZoneOffset.UTC), write(content));
        return tx.preparedQuery(INSERT).execute(arguments).replaceWithVoid();
    }

    private List<Version> versions(RowSet<Row> rows) {
        List<Version> versions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Version content = read(row.getString("compiled"));
            Instant from = Objects.requireNonNull(row.getOffsetDateTime("effective_from"))
                    .toInstant();
            versions.add(new Version(row.getLong("version"), from.toEpochMilli(), content.prices(), content.costs()));
        }
        return versions;
    }

    private String write(Version content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("prices cannot be written as JSON", e);
        }
    }

    private Version read(String compiled) {
        try {
            return json.readValue(compiled, Version.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored price version cannot be read", e);
        }
    }
}
