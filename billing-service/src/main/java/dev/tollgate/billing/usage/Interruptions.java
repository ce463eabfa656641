package dev.tollgate.billing.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Makes usage records of requests whose edge did not return, by their last progress (rules 3).
@ApplicationScoped
public class Interruptions {
    private static final int QUIET_MAX = 500;

    private final Pool pool;
    private final Posting posting;
    private final InflightRepository inflight;
    private final QuarantineRepository quarantine;
    private final Partitions partitions;
    private final UsageMetrics metrics;
    private final UsageConfig config;
    private final ObjectMapper json;
    private final BackgroundTasks tasks;
    private final Clock clock;

    Interruptions(
            Pool pool,
            Posting posting,
            InflightRepository inflight,
            QuarantineRepository quarantine,
            Partitions partitions,
            UsageMetrics metrics,
            UsageConfig config,
            ObjectMapper json,
            BackgroundTasks tasks,
            Clock clock) {
        this.tasks = tasks;
        this.pool = pool;
        this.posting = posting;
        this.inflight = inflight;
        this.quarantine = quarantine;
        this.partitions = partitions;
        this.metrics = metrics;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /// Ends what is in flight under leases that are about to be closed: their hold still pays for it. The leases'
    /// accounts must be locked.
    ///
    /// @return how many records were made
    public Uni<Integer> underLeases(SqlConnection tx, List<Long> leaseIds, Instant now) {
        return inflight.ofLeases(tx, leaseIds).flatMap(found -> interrupt(tx, found, now));
    }

    /// Ends all that is in flight at an edge in these epochs, both included, on accounts that are locked; a request
    /// that was told of only after these were looked up is left for [#quiet].
    public Uni<Integer> ofEdge(
            SqlConnection tx, String edgeId, long from, long to, Collection<String> accountIds, Instant now) {
        return inflight.ofEdge(tx, edgeId, from, to, accountIds).flatMap(found -> interrupt(tx, found, now));
    }

    /// Requests without a lease, free ones above all, have no hold whose end could be waited for.
    @Scheduled(
            every = "${tollgate.billing.usage.quiet-every:30s}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> quiet() {
        Instant now = clock.instant();
        return tasks.supervise(
                "interruption", pool.withTransaction(tx -> inflight.quiet(tx, now.minus(config.quietMax()), QUIET_MAX)
                        .flatMap(found -> interrupt(tx, found, now))));
    }

    private Uni<Integer> interrupt(SqlConnection tx, List<Inflight> found, Instant now) {
        List<Posting.Entry> entries = new ArrayList<>();
        List<UsageFrame.Open> opens = new ArrayList<>();
        for (Inflight request : found) {
            UsageFrame.Open opened = request.opened();
            if (opened != null) {
                entries.add(new Posting.Entry(request.origin(), request.interrupted(opened)));
                opens.add(opened);
            }
        }
        Uni<List<Posted>> posted = entries.isEmpty()
                ? Uni.createFrom().item(List.of())
                : partitions
                        .ensure(
                                tx,
                                entries.stream()
                                        .map(entry ->
                                                RequestId.day(entry.usage().requestId()))
                                        .toList())
                        .chain(() -> posting.post(tx, entries, now));
        return posted.flatMap(outcomes -> quarantine
                .add(tx, refused(entries, opens, outcomes), now)
                .chain(() ->
                        inflight.end(tx, found.stream().map(Inflight::requestId).toList()))
                .invoke(() -> outcomes.forEach(metrics::counted))
                .replaceWith((int)
                        outcomes.stream().filter(Posted.New.class::isInstance).count()));
    }

    private List<QuarantineRepository.Kept> refused(
            List<Posting.Entry> entries, List<UsageFrame.Open> opens, List<Posted> outcomes) {
        List<QuarantineRepository.Kept> kept = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Posted.Refused(Unfit reason, String detail)) {
                kept.add(
                        new QuarantineRepository.Kept(entries.get(i).origin(), reason, detail, write(opens.get(i)), 0));
            }
        }
        return kept;
    }

    private String write(UsageFrame.Open open) {
        try {
            return json.writerFor(UsageFrame.class).writeValueAsString(open);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that was read cannot be written", e);
        }
    }
}
