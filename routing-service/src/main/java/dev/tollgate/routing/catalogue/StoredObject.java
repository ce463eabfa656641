package dev.tollgate.routing.catalogue;

import dev.tollgate.routing.catalogue.Managed.ManagedObject;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A managed object's row.
@Entity
@Table(name = "managed_object")
class StoredObject extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long number;

    @Enumerated(EnumType.STRING)
    Kind kind = Kind.PROVIDER;

    String id = "";

    String definition = "";

    long version;

    boolean deleted;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    static Uni<List<StoredObject>> all() {
        return listAll();
    }

    /// Writes an object over its row, or as a new one.
    static Uni<Void> store(ManagedObject object) {
        return StoredObject.<StoredObject>find("kind = ?1 and id = ?2", object.kind(), object.id())
                .firstResult()
                .onItem()
                .ifNull()
                .continueWith(StoredObject::new)
                .invoke(row -> row.take(object))
                .chain(row -> row.<StoredObject>persist())
                .replaceWithVoid();
    }

    private void take(ManagedObject object) {
        kind = object.kind();
        id = object.id();
        definition = object.definition().toString();
        version = object.version();
        deleted = object.deleted();
        createdAt = object.createdAt();
        updatedAt = object.updatedAt();
    }

    ManagedObject object() {
        return new ManagedObject(kind, id, JsonSection.parse(definition), version, createdAt, updatedAt, deleted);
    }
}
