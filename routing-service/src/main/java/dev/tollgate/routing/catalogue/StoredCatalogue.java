package dev.tollgate.routing.catalogue;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A published snapshot.
@Entity
@Table(name = "catalogue_version")
class StoredCatalogue extends PanacheEntityBase {
    @Id
    long revision;

    String version = "";

    @Column(name = "file_hash")
    String fileHash = "";

    String compiled = "";

    @Column(name = "published_at")
    Instant publishedAt = Instant.EPOCH;

    static Uni<@Nullable StoredCatalogue> newest() {
        return StoredCatalogue.<StoredCatalogue>findAll(Sort.descending("revision"))
                .firstResult();
    }
}
