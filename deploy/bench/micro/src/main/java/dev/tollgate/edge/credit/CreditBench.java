package dev.tollgate.edge.credit;

import dev.tollgate.bench.micro.Keys;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.bench.micro.Prices;
import dev.tollgate.bench.micro.Settings;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.journal.OpenJournal;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.OpenHanded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// A request that is held for, and charged, within a lease at hand: no call.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class CreditBench extends Measured {
    private static final long CHARGE = 100_000;
    private static final long OUTPUT = 300;

    private final ReserveRequest request = new ReserveRequest(
            "req",
            Keys.unlimited("acct"),
            "gpt-4o-mini",
            Prices.model(),
            false,
            300,
            4_096,
            256,
            true,
            false,
            Quantities.NONE);
    private Path folder;
    private Vertx vertx;
    private OpenJournal journal;
    private Credit credit;

    @Setup
    @SuppressWarnings("NullAway") // Nothing is followed: no recall comes.
    public void prepare() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("tollgate-micro");
        vertx = Vertx.vertx();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        BillingPeer billing = OpenHanded.billing();
        journal = OpenJournal.in(folder, vertx, billing, registry);
        CreditConfig config = Settings.of(CreditConfig.class, Map.of());
        credit = new Credit(vertx, config, billing, null, journal.epochs(), journal.journal(), registry);
        Future<ReserveOutcome> first = credit.reserve(request);
        while (!first.isComplete()) {
            Thread.sleep(1);
        }
    }

    @Benchmark
    public Reservation reserved() {
        Future<ReserveOutcome> outcome = credit.reserve(request);
        Reservation reservation = ((ReserveOutcome.Reserved) outcome.result()).reservation();
        reservation.settle(CHARGE, OUTPUT);
        return reservation;
    }

    @TearDown
    public void end() throws IOException {
        journal.close();
        vertx.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
