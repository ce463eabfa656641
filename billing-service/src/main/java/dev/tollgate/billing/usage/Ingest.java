package dev.tollgate.billing.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Takes batches of frames in: each batch in one transaction. Data that the database refuses halves the batch until
/// the one bad frame is found, so that only broken infrastructure fails a batch (rules 14).
@ApplicationScoped
class Ingest {
    private static final Logger LOG = Logger.getLogger(Ingest.class);

    private final Pool pool;
    private final Posting posting;
    private final InflightRepository inflight;
    private final QuarantineRepository quarantine;
    private final Partitions partitions;
    private final UsageMetrics metrics;
    private final FrameReader reader;
    private final Clock clock;

    Ingest(
            Pool pool,
            Posting posting,
            InflightRepository inflight,
            QuarantineRepository quarantine,
            Partitions partitions,
            UsageMetrics metrics,
            UsageConfig config,
            Clock clock) {
        this.pool = pool;
        this.posting = posting;
        this.inflight = inflight;
        this.quarantine = quarantine;
        this.partitions = partitions;
        this.metrics = metrics;
        this.reader = new FrameReader(config.retention().minus(config.retentionMargin()), config.aheadMax());
        this.clock = clock;
    }

    /// One result per frame, in order.
    Uni<List<Result>> take(Origin origin, List<JsonNode> nodes) {
        Instant now = clock.instant();
        List<Frame> frames = nodes.stream()
                .map(node -> Frame.of(node, reader.read(node, now)))
                .toList();
        long began = System.nanoTime();
        return partitions
                .ensure(frames.stream()
                        .flatMap(frame -> frame.finished().stream())
                        .map(usage -> RequestId.day(usage.requestId()))
                        .distinct()
                        .toList())
                .chain(() -> takeOrHalve(origin, frames, now))
                .invoke(() -> metrics.took(Duration.ofNanos(System.nanoTime() - began)));
    }

    private Uni<List<Result>> takeOrHalve(Origin origin, List<Frame> frames, Instant now) {
        return pool.withTransaction(tx -> take(tx, origin, frames, now))
                .invoke(taken -> taken.posted().forEach(metrics::counted))
                .invoke(taken -> taken.unreadable().forEach(metrics::quarantined))
                .map(Taken::results)
                .onFailure(Ingest::isOfData)
                .recoverWithUni(failure -> halve(origin, frames, now, failure));
    }

    private Uni<List<Result>> halve(Origin origin, List<Frame> frames, Instant now, Throwable failure) {
        if (frames.size() <= 1) {
            List<Frame> refused = frames.stream()
                    .map(frame -> frame.refused(String.valueOf(failure.getMessage())))
                    .toList();
            return pool.withTransaction(tx -> take(tx, origin, refused, now))
                    .invoke(taken -> taken.unreadable().forEach(metrics::quarantined))
                    .map(Taken::results);
        }
        int middle = frames.size() / 2;
        return takeOrHalve(origin, frames.subList(0, middle), now)
                .flatMap(first -> takeOrHalve(origin, frames.subList(middle, frames.size()), now)
                        .map(second -> {
                            List<Result> all = new ArrayList<>(first);
                            all.addAll(second);
                            return all;
                        }));
    }

    /// Classes 22 (data), 23 (constraints) and P0 (our own triggers), and a failure of our own code: the same frame
    /// would fail for ever. What the infrastructure does to us is neither.
    private static boolean isOfData(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = refused.getSqlState();
            return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("P0"));
        }
        return failure instanceof IllegalStateException
                || failure instanceof IllegalArgumentException
                || failure instanceof ArithmeticException
                || failure instanceof NullPointerException;
    }

    private Uni<Taken> take(SqlConnection tx, Origin origin, List<Frame> frames, Instant now) {
        List<Posting.Entry> entries = frames.stream()
                .flatMap(frame -> frame.finished().stream())
                .map(usage -> new Posting.Entry(origin, usage))
                .toList();
        Uni<List<Posted>> posted =
                entries.isEmpty() ? Uni.createFrom().item(List.of()) : posting.post(tx, entries, now);
        return posted.flatMap(outcomes -> {
            Taken taken = results(origin, frames, outcomes);
            return inflight.note(tx, origin, frames.stream().map(Frame::read).toList(), taken.ended(), now)
                    .chain(() -> quarantine.add(tx, taken.kept(), now))
                    .replaceWith(taken);
        });
    }

    private static Taken results(Origin origin, List<Frame> frames, List<Posted> posted) {
        Taken taken = new Taken(new ArrayList<>(), posted, new ArrayList<>(), new HashSet<>(), new ArrayList<>());
        int next = 0;
        for (Frame frame : frames) {
            switch (frame.read()) {
                case ReadFrame.Opened _, ReadFrame.Progressed _ ->
                    taken.results().add(Result.NOTED);
                case ReadFrame.Unreadable(Unfit reason, String detail) -> {
                    taken.results().add(Result.QUARANTINED);
                    taken.unreadable().add(reason);
                    taken.kept().add(frame.kept(origin, reason, detail));
                    frame.requestId().ifPresent(taken.ended()::add);
                }
                case ReadFrame.Finished(ReadFrame.Usage usage) -> {
                    Posted outcome = posted.get(next++);
                    taken.results().add(result(outcome));
                    if (outcome instanceof Posted.Refused(Unfit reason, String detail)) {
                        taken.kept().add(frame.kept(origin, reason, detail));
                    }
                    if (outcome instanceof Posted.Duplicate(boolean conflict) && conflict) {
                        LOG.errorf(
                                "request %s came again from edge %s with another content: %s",
                                usage.requestId(), origin.edgeId(), usage.content());
                    }
                    taken.ended().add(usage.requestId());
                }
            }
        }
        return taken;
    }

    private static Result result(Posted outcome) {
        return switch (outcome) {
            case Posted.New _, Posted.Corrected _ -> Result.POSTED;
            case Posted.Duplicate _ -> Result.DUPLICATE;
            case Posted.Refused _ -> Result.QUARANTINED;
        };
    }

    /// @param requestId of a frame that ends a request, read as far as it can be
    /// @param amount what that frame would charge, read as far as it can be
    private record Frame(JsonNode node, ReadFrame read, Optional<UUID> requestId, long amount) {
        static Frame of(JsonNode node, ReadFrame read) {
            boolean ends = node.path("kind").asText().equals("done");
            return new Frame(
                    node,
                    read,
                    ends ? FrameReader.requestIdOf(node) : Optional.empty(),
                    ends ? FrameReader.chargeOf(node) : 0);
        }

        Frame refused(String why) {
            return new Frame(node, new ReadFrame.Unreadable(Unfit.REFUSED, why), requestId, amount);
        }

        Optional<ReadFrame.Usage> finished() {
            return read instanceof ReadFrame.Finished(ReadFrame.Usage usage) ? Optional.of(usage) : Optional.empty();
        }

        /// The first copy of a frame that is too old may have been charged: it is no revenue.
        QuarantineRepository.Kept kept(Origin origin, Unfit reason, String detail) {
            return new QuarantineRepository.Kept(
                    origin, reason, detail, node.toString(), reason == Unfit.TOO_OLD ? 0 : amount);
        }
    }

    private record Taken(
            List<Result> results,
            List<Posted> posted,
            List<QuarantineRepository.Kept> kept,
            Set<UUID> ended,
            List<Unfit> unreadable) {}
}
