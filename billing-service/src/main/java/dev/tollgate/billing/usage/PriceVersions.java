package dev.tollgate.billing.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.PriceList;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Price versions as published. They never change, so those that were read are kept, up to a bound.
@ApplicationScoped
class PriceVersions {
    private static final int KEPT_MAX = 64;

    private static final String TERMS = "SELECT version, effective_from, created_at FROM price_version";
    private static final String COMPILED =
            "SELECT version, compiled::text AS compiled FROM price_version WHERE version = ANY ($1::bigint[])";

    private final Map<Long, PriceList.Version> kept = new ConcurrentHashMap<>();
    private final ObjectMapper json;

    PriceVersions(ObjectMapper json) {
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /// When each version is in force.
    Uni<PriceTerms> terms(SqlConnection tx) {
        return tx.preparedQuery(TERMS).execute().map(rows -> {
            Map<Long, PriceTerms.Term> terms = new HashMap<>();
            for (Row row : rows) {
                terms.put(
                        row.getLong("version"),
                        new PriceTerms.Term(instant(row, "effective_from"), instant(row, "created_at")));
            }
            return new PriceTerms(terms);
        });
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }

    /// The versions asked for; unknown ones are absent.
    Uni<Map<Long, PriceList.Version>> compiled(SqlConnection tx, Collection<Long> versions) {
        Map<Long, PriceList.Version> found = new HashMap<>();
        versions.forEach(version -> {
            PriceList.@Nullable Version known = kept.get(version);
            if (known != null) {
                found.put(version, known);
            }
        });
        List<Long> missing =
                versions.stream().filter(version -> !found.containsKey(version)).toList();
        if (missing.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        return tx.preparedQuery(COMPILED)
                .execute(Tuple.of(missing.toArray(Long[]::new)))
                .map(rows -> {
                    if (kept.size() > KEPT_MAX) {
                        kept.clear();
                    }
                    for (Row row : rows) {
                        long number = row.getLong("version");
                        PriceList.Version version = read(number, row.getString("compiled"));
                        kept.put(number, version);
                        found.put(number, version);
                    }
                    return found;
                });
    }

    /// A version is stored before its number is known, so the row's number is the one that counts.
    private PriceList.Version read(long number, String compiled) {
        try {
            PriceList.Version version = json.readValue(compiled, PriceList.Version.class);
            return new PriceList.Version(number, version.effectiveFrom(), version.prices(), version.costs());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("price version " + number + " cannot be read", e);
        }
    }
}
