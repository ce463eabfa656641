package dev.tollgate.routing.catalogue;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/// A deployment that takes no new requests.
@Entity
@Table(name = "drained_deployment")
class StoredDrain extends PanacheEntityBase {
    @Id
    String id = "";

    @Column(name = "drained_at")
    Instant drainedAt = Instant.EPOCH;

    static Uni<List<StoredDrain>> all() {
        return listAll();
    }

    static Uni<Void> store(String deployment, boolean drained, Instant now) {
        return StoredDrain.deleteById(deployment).chain(done -> {
            if (!drained) {
                return Uni.createFrom().voidItem();
            }
            StoredDrain row = new StoredDrain();
            row.id = deployment;
            row.drainedAt = now;
            return row.<StoredDrain>persist().replaceWithVoid();
        });
    }
}
