package dev.tollgate.auth.workload;

import dev.tollgate.auth.workload.Workloads.Issuer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;

/// Every issuer's last good keys. They are read in the background, and once more when a token names a key that
/// is not among them; an issuer that is away takes nothing from what is held.
@ApplicationScoped
class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    private final KeyReader reader;
    private final WorkloadMetrics metrics;
    private final Duration every;
    private final Duration pause;
    private final Duration patience;
    private volatile Map<String, Held> rings = Map.of();
    private final Map<String, Renewal> renewals = new HashMap<>();

    KeyRing(KeyReader reader, WorkloadMetrics metrics, WorkloadConfig config) {
        this.reader = reader;
        this.metrics = metrics;
        this.every = config.keysEvery();
        this.pause = config.keysPause();
        this.patience = config.keysPatience();
    }

    /// By issuer; one whose keys could never be read has none.
    Map<String, List<JsonWebKey>> keys() {
        Map<String, List<JsonWebKey>> keys = new HashMap<>();
        rings.forEach((issuer, held) -> keys.put(issuer, held.keys()));
        return keys;
    }

    /// Whether what is held of the issuer is all there is to know.
    boolean isCurrent(String issuer) {
        Held held = rings.get(issuer);
        return held != null && !held.failing() && !held.keys().isEmpty();
    }

    /// Reads what is due of these issuers, and forgets all others. Blocks.
    void look(List<Issuer> issuers) {
        follow(issuers);
        for (Issuer issuer : issuers) {
            Held held = rings.get(issuer.name());
            if (held != null && held.isDue(System.nanoTime(), every)) {
                read(issuer.name());
            }
        }
        metrics.held(rings.values().stream().filter(Held::failing).count());
    }

    private synchronized void follow(List<Issuer> issuers) {
        Map<String, Held> next = new HashMap<>();
        for (Issuer issuer : issuers) {
            Held held = rings.get(issuer.name());
            boolean known = held != null && held.source().equals(issuer.keys());
            next.put(issuer.name(), known ? held : new Held(issuer.keys(), List.of(), true, 0));
        }
        rings = Map.copyOf(next);
    }

    /// Asks the issuer once more, one time for all who wait, unless it was asked a moment ago. Completes on
    /// whatever thread, with or without success, and not too late.
    Uni<Void> renewed(String issuer) {
        return renewal(issuer)
                .ifNoItem()
                .after(patience)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private synchronized Uni<Void> renewal(String issuer) {
        long now = System.nanoTime();
        Renewal last = renewals.get(issuer);
        if (last == null || now - last.begunNanos() >= pause.toNanos()) {
            Uni<Void> done = Uni.createFrom()
                    .voidItem()
                    .invoke(() -> read(issuer))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .memoize()
                    .indefinitely();
            last = new Renewal(now, done);
            renewals.put(issuer, last);
        }
        return last.done();
    }

    private void read(String issuer) {
        Held held = rings.get(issuer);
        if (held == null) {
            return;
        }
        try {
            List<JsonWebKey> keys = reader.read(held.source());
            put(issuer, new Held(held.source(), keys, false, System.nanoTime()));
            metrics.read();
        } catch (IOException | RuntimeException e) {
            LOG.warnf(
                    "the keys of the issuer %s were not read, %d held: %s",
                    issuer, held.keys().size(), e.toString());
            put(issuer, new Held(held.source(), held.keys(), true, System.nanoTime()));
            metrics.notRead();
        }
    }

    /// Unless the file has changed where the issuer's keys are.
    private synchronized void put(String issuer, Held held) {
        Held before = rings.get(issuer);
        if (before != null && before.source().equals(held.source())) {
            Map<String, Held> next = new HashMap<>(rings);
            next.put(issuer, held);
            rings = Map.copyOf(next);
        }
    }

    /// @param failing whether they could not be read when they were last asked for
    private record Held(KeySource source, List<JsonWebKey> keys, boolean failing, long readNanos) {
        boolean isDue(long nowNanos, Duration every) {
            return failing || source instanceof KeySource.InFile || nowNanos - readNanos >= every.toNanos();
        }
    }

    private record Renewal(long begunNanos, Uni<Void> done) {}
}
