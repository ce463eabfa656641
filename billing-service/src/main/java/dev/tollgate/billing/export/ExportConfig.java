package dev.tollgate.billing.export;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// The export of usage records to Kafka. What Kafka's producer is to be told beyond that is `tollgate.kafka.*`:
/// [KafkaSettings].
@ConfigMapping(prefix = "tollgate.billing.export")
interface ExportConfig {
    /// Brokers to begin with, `host:port` by commas; none: nothing is exported (env TOLLGATE_KAFKA_SERVERS).
    Optional<String> servers();

    /// The topic, which must be there.
    @WithDefault("tollgate.usage")
    String topic();

    /// How often the outbox is looked at; also read by the scheduler.
    @WithDefault("1s")
    String every();

    /// How often the backlog is counted; also read by the scheduler.
    @WithDefault("15s")
    String measureEvery();

    /// Records in one batch.
    @WithDefault("500")
    int batchRows();

    /// Bytes of records in one batch, as they are stored; a single record beyond that is refused.
    @WithDefault("4M")
    MemorySize batchBytes();

    /// Bytes of the largest message; a larger record is refused.
    @WithDefault("1M")
    MemorySize messageBytes();

    /// How long the broker may take to acknowledge a record, and how long it may take to be found.
    @WithDefault("20s")
    Duration deliverWithin();

    /// How long the replica that sends keeps the others from it after its latest batch; longer than deliver-within.
    @WithDefault("60s")
    Duration lease();

    /// After a batch that failed, this replica leaves it to others for so long.
    @WithDefault("5s")
    Duration pause();

    /// How long a stopping process waits for the batch under way.
    @WithDefault("5s")
    Duration stopWithin();
}
