package dev.tollgate.routing.health;

import dev.tollgate.contract.routing.v1.DeploymentHealth.Canary;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthReport.Seen;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/// What edges tell, in Postgres: by its clock alone, and a statement a report.
@ApplicationScoped
class HealthStore {
    private static final String KEEP = """
            INSERT INTO routing.edge_health (deployment, edge, open, open_until, cooling_until, since, why, proven_at,
              attempts, failures, first_byte_ms, seen_at)
            SELECT r.deployment, $1, r.open, now() + r.open_ms * interval '1 ms', now() + r.cooling_ms * interval '1 ms',
              now() - r.state_ms * interval '1 ms', r.why, now() - r.proven_ms * interval '1 ms', r.attempts, r.failures,
              r.first_byte_ms, now()
            FROM jsonb_to_recordset($2) AS r (deployment text, open boolean, open_ms bigint, cooling_ms bigint,
              state_ms bigint, why text, proven_ms bigint, attempts bigint, failures bigint, first_byte_ms bigint)
            ORDER BY r.deployment
            ON CONFLICT (deployment, edge) DO UPDATE SET open = excluded.open, open_until = excluded.open_until,
              cooling_until = excluded.cooling_until, since = excluded.since, why = excluded.why,
              proven_at = excluded.proven_at, attempts = excluded.attempts, failures = excluded.failures,
              first_byte_ms = excluded.first_byte_ms, seen_at = excluded.seen_at""";
    /// Adds what was counted since the report before to the canaries that it is of, and to those it is compared with.
    private static final String COUNT = """
            UPDATE routing.canary c SET attempts = c.attempts + s.attempts, failures = c.failures + s.failures,
              other_attempts = c.other_attempts + s.other_attempts, other_failures = c.other_failures + s.other_failures
            FROM (SELECT k.deployment,
                coalesce(sum(r.attempts) FILTER (WHERE r.deployment = k.deployment), 0)::bigint AS attempts,
                coalesce(sum(r.failures) FILTER (WHERE r.deployment = k.deployment), 0)::bigint AS failures,
                coalesce(sum(r.attempts) FILTER (WHERE r.deployment <> k.deployment), 0)::bigint AS other_attempts,
                coalesce(sum(r.failures) FILTER (WHERE r.deployment <> k.deployment), 0)::bigint AS other_failures
              FROM routing.canary k JOIN jsonb_to_recordset($1) AS r (deployment text, attempts bigint, failures bigint)
                ON r.deployment = k.deployment OR r.deployment = ANY (string_to_array(k.others, E'\\n'))
              WHERE k.phase = 'RAMPING' GROUP BY k.deployment) s
            WHERE c.deployment = s.deployment AND c.phase = 'RAMPING'""";
    private static final String SIGHTS = """
            SELECT deployment, edge, open, why, attempts, failures, first_byte_ms,
              floor(extract(epoch FROM open_until - now()) * 1000)::bigint AS open_ms,
              floor(extract(epoch FROM cooling_until - now()) * 1000)::bigint AS cooling_ms,
              floor(extract(epoch FROM now() - since) * 1000)::bigint AS state_ms,
              floor(extract(epoch FROM now() - proven_at) * 1000)::bigint AS proven_ms
            FROM routing.edge_health WHERE seen_at > now() - $1 * interval '1 ms'""";
    /// Of those alone that somebody has something against, or for.
    private static final String IN_QUESTION = SIGHTS + """
             AND deployment IN (SELECT deployment FROM routing.edge_health
               WHERE open OR cooling_until > now() OR proven_at > now() - interval '15 s')""";
    private static final String LEND = """
            INSERT INTO routing.probe_lease AS l (deployment, edge, until)
            SELECT d, $1, now() + $3 * interval '1 ms' FROM unnest($2::text[]) d ORDER BY d
            ON CONFLICT (deployment) DO UPDATE SET edge = excluded.edge, until = excluded.until
              WHERE l.edge = excluded.edge OR l.until < now()
            RETURNING deployment""";
    private static final String RESETS = """
            SELECT deployment, (extract(epoch FROM at) * 1000)::bigint AS number FROM routing.health_reset
            WHERE at > now() - interval '1 minute'""";

    private final Pool postgres;
    private final HealthConfig config;

    HealthStore(Pool postgres, HealthConfig config) {
        this.postgres = postgres;
        this.config = config;
    }

    Uni<Void> keep(HealthReport report) {
        JsonArray rows = new JsonArray();
        report.deployments().forEach(seen -> rows.add(row(seen)));
        JsonArray counts = new JsonArray();
        report.deployments().stream()
                .filter(seen -> seen.attempts() > 0)
                .forEach(seen -> counts.add(new JsonObject()
                        .put("deployment", seen.deployment())
                        .put("attempts", seen.attempts())
                        .put("failures", seen.failed())));
        Uni<Void> kept = postgres.preparedQuery(KEEP)
                .execute(Tuple.of(report.edge(), rows))
                .replaceWithVoid();
        return counts.isEmpty()
                ? kept
                : kept.chain(() ->
                        postgres.preparedQuery(COUNT).execute(Tuple.of(counts)).replaceWithVoid());
    }

    private static JsonObject row(Seen seen) {
        return new JsonObject()
                .put("deployment", seen.deployment())
                .put("open", seen.open())
                .put("open_ms", seen.openMillis())
                .put("cooling_ms", seen.coolingMillis())
                .put("state_ms", seen.stateMillis())
                .put("why", seen.why())
                .put("proven_ms", seen.provenMillis())
                .put("attempts", seen.recentAttempts())
                .put("failures", seen.recentFailures())
                .put("first_byte_ms", seen.firstByteMillis());
    }

    Uni<List<Sight>> inQuestion() {
        return postgres.preparedQuery(IN_QUESTION)
                .execute(Tuple.of(config.staleAfter().toMillis()))
                .map(HealthStore::sights);
    }

    /// Every edge's, of these deployments.
    Uni<List<Sight>> of(List<String> deployments) {
        return postgres.preparedQuery(SIGHTS + " AND deployment = ANY($2) ORDER BY deployment, edge")
                .execute(Tuple.of(config.staleAfter().toMillis(), deployments.toArray(String[]::new)))
                .map(HealthStore::sights);
    }

    /// How far these have come, by deployment.
    Uni<Map<String, Canary>> canaries(List<String> deployments) {
        return postgres.preparedQuery("SELECT * FROM routing.canary WHERE deployment = ANY($1)")
                .execute(Tuple.of(deployments.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Canary> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString("deployment"), canary(row)));
                    return found;
                });
    }

    private static Canary canary(Row row) {
        return new Canary(
                row.getString("phase").toLowerCase(Locale.ROOT),
                row.getInteger("step") + 1,
                row.getInteger("share"),
                row.getOffsetDateTime("begun_at").toEpochSecond(),
                row.getLong("attempts"),
                row.getLong("failures"),
                row.getLong("other_attempts"),
                row.getLong("other_failures"),
                row.getString("why"));
    }

    /// The number of each reset of the last minute, by deployment.
    Uni<Map<String, Long>> resets() {
        return postgres.query(RESETS).execute().map(rows -> {
            Map<String, Long> resets = new HashMap<>();
            rows.forEach(row -> resets.put(row.getString("deployment"), row.getLong("number")));
            return resets;
        });
    }

    /// @return those that this edge probes for the lease's time; no other does until it is over
    Uni<List<String>> lend(String edge, List<String> deployments) {
        if (deployments.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return postgres.preparedQuery(LEND)
                .execute(Tuple.of(
                        edge,
                        deployments.toArray(String[]::new),
                        config.probeLease().toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("deployment"))
                        .toList());
    }

    /// Forgets what edges hold against a deployment, and has them forget it.
    Uni<Void> reset(String deployment) {
        return postgres.withTransaction(tx -> tx.preparedQuery("DELETE FROM routing.edge_health WHERE deployment = $1")
                .execute(Tuple.of(deployment))
                .chain(() -> tx.preparedQuery("INSERT INTO routing.health_reset (deployment, at)"
                                + " VALUES ($1, now()) ON CONFLICT (deployment) DO UPDATE SET at = now()")
                        .execute(Tuple.of(deployment)))
                .replaceWithVoid());
    }

    /// Forgets what nobody has told for long.
    Uni<Void> forget(Duration age) {
        return postgres.preparedQuery("DELETE FROM routing.edge_health WHERE seen_at < now() - $1 * interval '1 ms'")
                .execute(Tuple.of(age.toMillis()))
                .chain(() -> postgres.preparedQuery(
                                "DELETE FROM routing.probe_lease WHERE until < now() - $1 * interval '1 ms'")
                        .execute(Tuple.of(age.toMillis())))
                .replaceWithVoid();
    }

    private static List<Sight> sights(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Sight(
                        row.getString("deployment"),
                        row.getString("edge"),
                        row.getBoolean("open"),
                        row.getLong("open_ms"),
                        row.getLong("cooling_ms"),
                        row.getLong("state_ms"),
                        row.getString("why"),
                        row.getLong("proven_ms"),
                        row.getLong("attempts"),
                        row.getLong("failures"),
                        row.getLong("first_byte_ms")))
                .toList();
    }
}
