package dev.tollgate.billing.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.Stage;
import dev.tollgate.billing.hold.BooksRepository;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import io.quarkus.arc.Arc;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The part of another replica that takes usage in: its own connections and memory, the same database.
public final class IngestReplica {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ingest ingest;

    public IngestReplica(Pool pool) {
        UsageConfig config = bean(UsageConfig.class);
        Clock clock = bean(Clock.class);
        Posting posting = new Posting(
                bean(BooksRepository.class),
                new PriceVersions(JSON),
                bean(RecordRepository.class),
                bean(Charging.class),
                config);
        this.ingest = new Ingest(
                pool,
                posting,
                bean(InflightRepository.class),
                bean(QuarantineRepository.class),
                new Partitions(pool, config, clock),
                bean(UsageMetrics.class),
                config,
                clock);
    }

    public List<Result> ship(Stage.Edge edge, List<UsageFrame> frames) {
        List<JsonNode> nodes = new ArrayList<>();
        for (UsageFrame frame : frames) {
            try {
                nodes.add(JSON.readTree(Stage.json(frame)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return ingest.take(new Origin(edge.id(), edge.epoch(), false), nodes)
                .await()
                .indefinitely();
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
