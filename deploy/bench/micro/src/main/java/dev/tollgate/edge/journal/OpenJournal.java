package dev.tollgate.edge.journal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.bench.micro.Settings;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.EdgeIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A journal whose epoch is open.
public record OpenJournal(Journal journal, Epochs epochs) implements AutoCloseable {
    public static OpenJournal in(Path folder, Vertx vertx, BillingPeer billing, MeterRegistry registry)
            throws InterruptedException {
        JournalConfig config = Settings.of(
                JournalConfig.class,
                Map.of("tollgate.edge.journal.dir", folder.toString(), "tollgate.edge.journal.segment-bytes", "1M"));
        Epochs epochs = new Epochs(vertx, billing, config);
        Journal journal = new Journal(
                config,
                Optional.of("edge"),
                epochs,
                billing,
                new EdgeIdentity(),
                JsonMapper.builder().build(),
                registry);
        while (epochs.current() == 0) {
            Thread.sleep(1);
        }
        return new OpenJournal(journal, epochs);
    }

    @Override
    public void close() {
        epochs.stop();
        journal.stop();
    }
}
