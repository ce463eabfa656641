package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.routing.audit.AuditLog;
import dev.tollgate.routing.audit.Note;
import dev.tollgate.routing.audit.Origin;
import dev.tollgate.routing.canary.Canary;
import dev.tollgate.routing.canary.CanaryState;
import dev.tollgate.routing.canary.CanaryState.Phase;
import dev.tollgate.routing.canary.Judge;
import dev.tollgate.routing.catalogue.Canaries.Move;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Moves canaries on, and back. Every process looks; whoever is first publishes the step with all that belongs to it
/// in one transaction, and the others find it done.
@ApplicationScoped
class CanaryWatch {
    private static final Logger LOG = Logger.getLogger(CanaryWatch.class);
    private static final int DEPLOYMENTS_SHOWN = 500;

    private final CatalogueWatch watch;
    private final CatalogueStore store;
    private final AuditLog audit;
    private final MeterRegistry registry;
    private final MultiGauge shares;
    private final Clock clock = Clock.systemUTC();

    CanaryWatch(CatalogueWatch watch, CatalogueStore store, AuditLog audit, MeterRegistry registry) {
        this.watch = watch;
        this.store = store;
        this.audit = audit;
        this.registry = registry;
        this.shares = MultiGauge.builder("tollgate.routing.canary.share")
                .baseUnit("percent")
                .description("Share of the model's requests that a canary is to get; 0 once it is rolled back")
                .register(registry);
    }

    /// One look, on the catalogue's thread; at most one canary moves.
    void look() {
        Merged known = watch.merged();
        if (known == null || !Canaries.any(known)) {
            return;
        }
        Managed managed = known.managed().ramped(store.canaries());
        show(known, managed.canaries());
        if (Canaries.next(known.with(managed), clock.instant()) == null) {
            return;
        }
        AtomicReference<@Nullable Move> made = new AtomicReference<>();
        try {
            watch.change(before -> {
                Move move = Canaries.next(before, clock.instant());
                made.set(move);
                return move == null ? null : plan(before, move);
            });
            told(made.get());
        } catch (ServiceException e) {
            // The file is being changed, or others publish: the next look does it.
            LOG.debugf("a canary could not move: %s", e.getMessage());
        }
    }

    private Edit.Plan plan(Merged before, Move move) {
        Instant now = clock.instant();
        Judge.Verdict verdict = move.verdict();
        Canary canary = move.canary();
        if (verdict == null || canary == null) {
            return new Edit.Plan(
                    before.with(before.managed().ramped(move.deployment(), null)),
                    () -> StoredCanary.forget(move.deployment()),
                    Set.of());
        }
        CanaryState state = verdict.state();
        CanaryState old = before.managed().canaries().get(move.deployment());
        return new Edit.Plan(
                before.with(before.managed().ramped(move.deployment(), state)),
                () -> write(verdict, canary, old, now),
                Set.of());
    }

    private Uni<Void> write(Judge.Verdict verdict, Canary canary, @Nullable CanaryState old, Instant now) {
        CanaryState state = verdict.state();
        Note note = new Note(
                new Origin(null, null),
                "catalogue-deployment.canary-" + verdict.action(),
                state.deployment(),
                state.why() == null
                        ? "{}"
                        : new JsonObject().put("why", state.why()).encode(),
                old == null || !old.definition().equals(canary.definition()) ? null : share(old, canary),
                share(state, canary));
        return StoredCanary.store(state, canary).chain(() -> audit.note(note, now));
    }

    private static String share(CanaryState state, Canary canary) {
        return new JsonObject()
                .put("phase", state.phase().name())
                .put("share", state.share(canary))
                .encode();
    }

    private void told(@Nullable Move move) {
        Judge.Verdict verdict = move == null ? null : move.verdict();
        Canary canary = move == null ? null : move.canary();
        if (verdict == null || canary == null) {
            return;
        }
        CanaryState state = verdict.state();
        registry.counter("tollgate.routing.canary.moves", "action", verdict.action())
                .increment();
        if (state.phase() == Phase.ROLLED_BACK) {
            LOG.errorf("canary %s is rolled back: %s", state.deployment(), state.why());
        } else {
            LOG.infof(
                    "canary %s: %s, it gets %d%% of its model's requests",
                    state.deployment(), verdict.action(), state.share(canary));
        }
    }

    private void show(Merged known, Map<String, CanaryState> states) {
        shares.register(
                known.whole().deployments().stream()
                        .filter(entry -> entry.rollout().canary() != null && states.containsKey(entry.id()))
                        .limit(DEPLOYMENTS_SHOWN)
                        .<Row<?>>map(entry -> Row.of(
                                Tags.of("deployment", entry.id()),
                                Objects.requireNonNull(states.get(entry.id()))
                                        .share(Objects.requireNonNull(
                                                entry.rollout().canary()))))
                        .toList(),
                true);
    }
}
