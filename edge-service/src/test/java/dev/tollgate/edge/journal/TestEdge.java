package dev.tollgate.edge.journal;

import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.EdgeIdentity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// One run of an edge, as far as its journal goes: the real one, on a directory of its own.
final class TestEdge implements AutoCloseable {
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Epochs epochs;
    final Journal journal;
    private final TestSettings settings;

    TestEdge(TestSettings settings, BillingPeer billing, Vertx vertx) {
        this.settings = settings;
        this.epochs = new Epochs(vertx, billing, settings);
        this.journal = new Journal(
                settings, Optional.of("edge-t"), epochs, billing, new EdgeIdentity(), Samples.JSON, metrics);
    }

    TestEdge opened() {
        Awaitility.await().until(() -> epochs.current() > 0);
        return this;
    }

    void append(UsageFrame... frames) {
        for (UsageFrame frame : frames) {
            try {
                journal.append(frame).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void drain() {
        journal.drain(new ShutdownEvent());
    }

    boolean isAllAcknowledged() {
        return journal.isAcknowledged(journal.lastSequence());
    }

    double metric(String name) {
        return metrics.get("tollgate.journal." + name).meters().stream()
                .flatMap(meter -> Stream.of(meter.measure().iterator().next().getValue()))
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    List<Path> segments() {
        try (Stream<Path> files = Files.list(settings.dir())) {
            return files.filter(file -> file.getFileName().toString().startsWith("segment"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        epochs.stop();
        journal.stop();
    }
}
