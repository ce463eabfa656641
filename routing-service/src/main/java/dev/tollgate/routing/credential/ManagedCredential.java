package dev.tollgate.routing.credential;

import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/// A provider's secret that management has set, sealed.
@Entity
@Table(name = "managed_credential")
class ManagedCredential extends PanacheEntityBase {
    @Id
    String provider = "";

    @Column(name = "key_id")
    String keyId = "";

    String sealed = "";

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    void seal(MasterKeys keys, String secret, Instant now) {
        SealedCredential credential = keys.seal(secret, owner());
        keyId = credential.keyId();
        sealed = credential.sealed();
        updatedAt = now;
    }

    /// @throws IllegalArgumentException when no master key opens it
    String open(MasterKeys keys) {
        return keys.open(new SealedCredential(keyId, sealed), owner());
    }

    /// Never a deployment's id: the ciphertext of one cannot pass for the other.
    private String owner() {
        return "provider:" + provider;
    }

    static Uni<List<ManagedCredential>> all() {
        return listAll();
    }
}
