package dev.tollgate.billing.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The catalogue file's prices as they were last read, for all replicas.
@Singleton
class PriceFileRepository {
    private static final String NEWEST = "SELECT id, hash, base::text AS base FROM price_file ORDER BY id DESC LIMIT 1";
    /// The same file is noted once, unless another came in between.
    private static final String ADD = """
            INSERT INTO price_file (hash, base) SELECT $1, ($2::text)::jsonb
            WHERE $1 IS DISTINCT FROM (SELECT hash FROM price_file ORDER BY id DESC LIMIT 1)""";

    private final ObjectMapper json;

    PriceFileRepository(ObjectMapper json) {
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    Uni<Optional<PriceFile>> newest(SqlClient client) {
        return client.preparedQuery(NEWEST)
                .execute()
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new PriceFile(row.getString("hash"), read(row.getString("base")))));
    }

    Uni<Void> add(SqlConnection tx, PriceFile file) {
        return tx.preparedQuery(ADD)
                .execute(Tuple.of(file.hash(), write(file.base())))
                .replaceWithVoid();
    }

    private String write(PriceBase base) {
        try {
            return json.writeValueAsString(base);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("prices cannot be written as JSON", e);
        }
    }

    private PriceBase read(String base) {
        try {
            return json.readValue(base, PriceBase.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored prices of the file cannot be read", e);
        }
    }

    /// @param hash of the whole file, as routing computes it
    record PriceFile(String hash, PriceBase base) {}
}
