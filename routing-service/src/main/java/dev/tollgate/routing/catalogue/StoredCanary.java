package dev.tollgate.routing.catalogue;

import dev.tollgate.routing.canary.Canary;
import dev.tollgate.routing.canary.CanaryState;
import dev.tollgate.routing.canary.CanaryState.Counts;
import dev.tollgate.routing.canary.CanaryState.Phase;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a canary has come. Edges' reports add to its counts.
@Entity
@Table(name = "canary")
class StoredCanary extends PanacheEntityBase {
    private static final String LINE = "\n";

    @Id
    String deployment = "";

    String definition = "";
    int step;

    @Enumerated(EnumType.STRING)
    Phase phase = Phase.RAMPING;

    int share;

    @Column(name = "begun_at")
    Instant begunAt = Instant.EPOCH;

    String others = "";
    long attempts;
    long failures;

    @Column(name = "other_attempts")
    long otherAttempts;

    @Column(name = "other_failures")
    long otherFailures;

    @Nullable
    String why;

    static Uni<List<StoredCanary>> all() {
        return listAll();
    }

    CanaryState state() {
        return new CanaryState(
                deployment,
                definition,
                step,
                phase,
                begunAt,
                others.isEmpty() ? List.of() : List.of(others.split(LINE, -1)),
                new Counts(attempts, failures, otherAttempts, otherFailures),
                why);
    }

    static Uni<Void> store(CanaryState state, Canary canary) {
        return StoredCanary.<StoredCanary>findById(state.deployment()).chain(known -> {
            StoredCanary row = known == null ? new StoredCanary() : known;
            row.deployment = state.deployment();
            row.definition = state.definition();
            row.step = state.step();
            row.phase = state.phase();
            row.share = state.share(canary);
            row.begunAt = state.begunAt();
            row.others = String.join(LINE, state.others());
            row.attempts = state.counts().attempts();
            row.failures = state.counts().failures();
            row.otherAttempts = state.counts().otherAttempts();
            row.otherFailures = state.counts().otherFailures();
            row.why = state.why();
            return row.<StoredCanary>persist().replaceWithVoid();
        });
    }

    static Uni<Void> forget(String deployment) {
        return StoredCanary.deleteById(deployment).replaceWithVoid();
    }
}
