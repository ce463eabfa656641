package dev.tollgate.ratelimit.limit;

import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.ratelimit.edge.Edges;
import dev.tollgate.ratelimit.store.Script;
import dev.tollgate.ratelimit.store.Scripts;
import dev.tollgate.ratelimit.store.Slot;
import dev.tollgate.ratelimit.store.WindowConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What becomes of permits: requests that have ended are corrected and released, those under way are renewed.
@ApplicationScoped
class Ended {
    /// One script holds up Redis: not for longer than this many members.
    private static final int RENEWALS_A_SCRIPT = 500;

    private final Scripts scripts;
    private final Edges edges;
    private final WindowConfig config;

    Ended(Scripts scripts, Edges edges, WindowConfig config) {
        this.scripts = scripts;
        this.edges = edges;
        this.config = config;
    }

    /// Each counts once, however often it is told.
    Uni<Void> correct(PermitCorrections corrections) {
        List<InSlot> runs = corrections.corrections().stream()
                .flatMap(correction -> slots(correction).map(slot -> new InSlot(slot, correction)))
                .toList();
        return edges.seen(corrections.edgeId()).chain(() -> scripts.all(runs, this::correct));
    }

    private static Stream<Slot> slots(Correction correction) {
        Set<Slot> slots = new LinkedHashSet<>();
        correction.subjects().forEach(subject -> slots.add(Slot.of(subject)));
        correction.release().forEach(subject -> slots.add(Slot.of(subject)));
        return slots.stream();
    }

    private Uni<?> correct(InSlot run) {
        Slot slot = run.slot();
        Correction correction = run.correction();
        List<String> keys = new ArrayList<>();
        keys.add(slot.request(correction.requestId()));
        correction.subjects().stream()
                .filter(slot::holds)
                .map(slot::tpm)
                .distinct()
                .forEach(keys::add);
        int corrected = keys.size() - 1;
        correction.release().stream()
                .filter(slot::holds)
                .map(slot::concurrency)
                .distinct()
                .forEach(keys::add);
        return scripts.run(
                Script.CORRECT,
                keys,
                List.of(
                        correction.requestId(),
                        config.length().toMillis(),
                        config.bucket().toMillis(),
                        correction.chargedTokens(),
                        correction.actualTokens(),
                        corrected));
    }

    /// All permits of one edge live on; forgotten ones are made anew.
    Uni<Void> renew(ConcurrencyRenewal renewal) {
        Map<Slot, List<ConcurrencyRenewal.Held>> bySlot = new LinkedHashMap<>();
        for (ConcurrencyRenewal.Held held : renewal.held()) {
            bySlot.computeIfAbsent(Slot.of(held.subject()), ignored -> new ArrayList<>())
                    .add(held);
        }
        List<Renewal> runs = new ArrayList<>();
        bySlot.forEach((slot, held) -> {
            for (int from = 0; from < held.size(); from += RENEWALS_A_SCRIPT) {
                runs.add(new Renewal(slot, held.subList(from, Math.min(held.size(), from + RENEWALS_A_SCRIPT))));
            }
        });
        return edges.seen(renewal.edgeId()).chain(() -> scripts.all(runs, this::renew));
    }

    private Uni<?> renew(Renewal run) {
        List<String> keys = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        arguments.add(config.concurrencyLifetime().toMillis());
        for (ConcurrencyRenewal.Held held : run.held()) {
            Subject subject = held.subject();
            keys.add(run.slot().concurrency(subject));
            keys.add(run.slot().request(held.requestId()));
            arguments.add(held.requestId());
        }
        return scripts.run(Script.RENEW, keys, arguments);
    }

    private record InSlot(Slot slot, Correction correction) {}

    private record Renewal(Slot slot, List<ConcurrencyRenewal.Held> held) {}
}
