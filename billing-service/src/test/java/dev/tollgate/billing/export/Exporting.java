package dev.tollgate.billing.export;

import dev.tollgate.billing.internal.BackgroundTasks;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.mutiny.sqlclient.Pool;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/// The exporter of a replica, with settings of its own, on the database and the broker of the service under test. Its
/// rounds are run by the test.
final class Exporting implements AutoCloseable {
    static final Duration DELIVER_WITHIN = Duration.ofSeconds(6);

    private final Pool pool;
    private final Exporter exporter;

    Exporting(Pool pool, String topic) {
        this(pool, new Settings(topic, 10, 4_000_000));
    }

    Exporting(Pool pool, Settings settings) {
        this.pool = pool;
        this.exporter = new Exporter(
                pool,
                bean(OutboxRepository.class),
                settings,
                bean(ExportMetrics.class),
                bean(BackgroundTasks.class),
                ConfigProvider.getConfig());
    }

    /// One round of the scheduler's: batch after batch.
    void round() {
        exporter.run().await().atMost(Duration.ofMinutes(1));
    }

    /// Rounds until nothing waits.
    void untilAllIsTold() {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
            round();
            return waiting() == 0;
        });
    }

    Thread inBackground() {
        return Thread.ofVirtual().start(this::round);
    }

    long waiting() {
        return bean(OutboxRepository.class).state(pool).await().indefinitely().waiting();
    }

    /// As at the end of its process.
    @Override
    public void close() {
        exporter.stop(new ShutdownEvent());
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    /// @param bytes see [ExportConfig#batchBytes]
    record Settings(String topic, int batchRows, long bytes) implements ExportConfig {
        @Override
        public Optional<String> servers() {
            return ConfigProvider.getConfig().getOptionalValue("tollgate.billing.export.servers", String.class);
        }

        @Override
        public String every() {
            return "off";
        }

        @Override
        public String measureEvery() {
            return "off";
        }

        @Override
        public MemorySize batchBytes() {
            return new MemorySize(BigInteger.valueOf(bytes));
        }

        @Override
        public MemorySize messageBytes() {
            return new MemorySize(BigInteger.valueOf(1_000_000));
        }

        @Override
        public Duration deliverWithin() {
            return DELIVER_WITHIN;
        }

        @Override
        public Duration lease() {
            return DELIVER_WITHIN.multipliedBy(2);
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration stopWithin() {
            return Duration.ofSeconds(1);
        }
    }
}
