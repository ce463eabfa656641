package dev.tollgate.routing.health;

import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import dev.tollgate.contract.routing.v1.HealthVerdicts.Verdict;
import dev.tollgate.routing.health.Board.Opinion;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Takes reports in, and answers each with what all edges are to know. The board is read from Postgres at most every
/// `read-interval`, however many edges ask; who has something to tell reads it anew.
@ApplicationScoped
class Verdicts {
    private static final Opinion NONE = new Opinion(0, 0, null);

    private final HealthStore store;
    private final HealthConfig config;
    private final AtomicReference<Read> newest = new AtomicReference<>(new Read(Board.EMPTY, Map.of(), 0));
    private final AtomicReference<@Nullable Uni<Read>> reading = new AtomicReference<>();

    Verdicts(HealthStore store, HealthConfig config) {
        this.store = store;
        this.config = config;
    }

    /// @param atNanos when it was asked for; 0 for never
    private record Read(Board board, Map<String, Long> resets, long atNanos) {
        long ageMillis() {
            return (System.nanoTime() - atNanos) / 1_000_000L;
        }
    }

    Board board() {
        return known().board();
    }

    private Read known() {
        return Objects.requireNonNull(newest.get());
    }

    Uni<HealthVerdicts> take(HealthReport report) {
        boolean tells = !report.deployments().isEmpty();
        Uni<Void> kept = tells ? store.keep(report) : Uni.createFrom().voidItem();
        return kept.chain(() -> store.lend(report.edge(), report.probing()))
                .chain(probes -> (tells ? read() : recent()).map(read -> answer(read, probes)));
    }

    private HealthVerdicts answer(Read read, List<String> probes) {
        TreeSet<String> named = new TreeSet<>(read.board().opinions().keySet());
        named.addAll(read.resets().keySet());
        long age = read.ageMillis();
        List<Verdict> verdicts = named.stream()
                .map(id -> verdict(
                        id,
                        read.board().opinions().getOrDefault(id, NONE).after(age),
                        read.resets().get(id)))
                .toList();
        return new HealthVerdicts(verdicts, probes, config.probeLease().toMillis());
    }

    private static Verdict verdict(String deployment, Opinion opinion, @Nullable Long reset) {
        return new Verdict(deployment, opinion.coolingMillis(), opinion.openMillis(), opinion.provenMillis(), reset);
    }

    private Uni<Read> recent() {
        Read known = known();
        boolean fresh = known.atNanos() != 0
                && known.ageMillis() < config.readInterval().toMillis();
        return fresh ? Uni.createFrom().item(known) : shared();
    }

    /// Those that ask while one reads wait for that.
    private Uni<Read> shared() {
        Uni<Read> under = reading.get();
        if (under != null) {
            return under;
        }
        Uni<Read> mine =
                read().onTermination().invoke(() -> reading.set(null)).memoize().indefinitely();
        return reading.compareAndSet(null, mine) ? mine : Objects.requireNonNullElse(reading.get(), mine);
    }

    private Uni<Read> read() {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return store.inQuestion()
                    .chain(sights -> store.resets().map(resets -> new Read(Board.of(sights), resets, asked)))
                    .invoke(read -> newest.accumulateAndGet(
                            read, (known, found) -> found.atNanos() - known.atNanos() > 0 ? found : known));
        });
    }
}
