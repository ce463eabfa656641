package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.routing.canary.CanaryState;
import dev.tollgate.routing.change.Revision;
import dev.tollgate.routing.credential.ManagedCredentials;
import dev.tollgate.routing.error.StoreUnavailable;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Postgres, as the watch's own thread sees it: each call blocks, for a bounded time.
@ApplicationScoped
class CatalogueStore {
    private static final int SNAPSHOTS_KEPT = 20;
    private static final int CHANGES_KEPT = 10_000;

    /// What publishing ends in.
    sealed interface Publication {
        record Published(InForce inForce) implements Publication {}

        /// Another process published meanwhile: look at its snapshot first.
        record Raced() implements Publication {}
    }

    private final CatalogueConfig config;
    private final ManagedCredentials managed;
    private final Pool postgres;
    private final Clock clock = Clock.systemUTC();

    CatalogueStore(CatalogueConfig config, ManagedCredentials managed, Pool postgres) {
        this.postgres = postgres;
        this.config = config;
        this.managed = managed;
    }

    long revision() {
        return await(() -> Panache.withSession(Revision::newest));
    }

    /// The newest published snapshot, or null before the first.
    @Nullable
    InForce newest() {
        StoredCatalogue stored = await(() -> Panache.withSession(StoredCatalogue::newest));
        return stored == null ? null : inForce(stored);
    }

    Map<String, String> managedSecrets() {
        return await(managed::opened);
    }

    void setManaged(String provider, String secret) {
        await(() -> managed.set(provider, secret).replaceWith(true));
    }

    /// What management declares, read after the snapshot that it may have to go with.
    Managed managedObjects() {
        return await(() -> Panache.withSession(
                () -> StoredObject.all().chain(objects -> StoredDrain.all().chain(drains -> StoredCanary.all()
                        .map(canaries -> new Managed(
                                objects.stream().map(StoredObject::object).toList(),
                                drains.stream().map(drain -> drain.id).collect(Collectors.toSet()),
                                states(canaries)))))));
    }

    /// How far canaries have come, with what edges have counted by now.
    Map<String, CanaryState> canaries() {
        return await(() -> Panache.withSession(StoredCanary::all).map(CatalogueStore::states));
    }

    private static Map<String, CanaryState> states(List<StoredCanary> canaries) {
        return canaries.stream().map(StoredCanary::state).collect(Collectors.toMap(CanaryState::deployment, s -> s));
    }

    ManagedCredentials.Resealed resealManaged() {
        return await(managed::reseal);
    }

    /// Publishes unless the newest snapshot is no longer the one of this revision.
    ///
    /// @param writes what else the same transaction does
    Publication publish(Catalogue catalogue, long afterRevision, Supplier<Uni<Void>> writes) {
        return await(() -> Panache.withTransaction(
                () -> Revision.lock().chain(revision -> publish(revision, catalogue, afterRevision, writes))));
    }

    private Uni<Publication> publish(
            Revision revision, Catalogue catalogue, long afterRevision, Supplier<Uni<Void>> writes) {
        return StoredCatalogue.newest().chain(newest -> {
            long newestRevision = newest == null ? 0 : newest.revision;
            if (newestRevision != afterRevision) {
                return Uni.createFrom().item(new Publication.Raced());
            }
            return writes.get()
                    .chain(done -> Panache.getSession())
                    .chain(session -> insert(session, revision, catalogue));
        });
    }

    private Uni<Publication> insert(Mutiny.Session session, Revision revision, Catalogue catalogue) {
        StoredCatalogue row = new StoredCatalogue();
        row.version = catalogue.version();
        row.fileHash = catalogue.fileHash();
        row.compiled = new String(SnapshotVersion.bytes(catalogue), StandardCharsets.UTF_8);
        row.publishedAt = clock.instant();
        return revision.take(session, ChangeKind.CATALOGUE, catalogue.version())
                .invoke(taken -> row.revision = taken)
                .chain(taken -> session.persist(row))
                .chain(done -> session.flush())
                .replaceWith(() -> new Publication.Published(inForce(row)));
    }

    /// Forgets old snapshots and changes. Apart from publishing: bulk statements are not the session's.
    void forget(long revision) {
        await(() -> postgres.preparedQuery("DELETE FROM routing.catalogue_version WHERE revision <= $1")
                .execute(Tuple.of(revision - SNAPSHOTS_KEPT))
                .chain(() -> postgres.preparedQuery("DELETE FROM routing.change WHERE revision <= $1")
                        .execute(Tuple.of(revision - CHANGES_KEPT)))
                .replaceWith(true));
    }

    private static InForce inForce(StoredCatalogue stored) {
        Buffer json = Buffer.buffer(stored.compiled);
        return new InForce(stored.revision, SnapshotVersion.read(stored.compiled), json, stored.publishedAt);
    }

    private <T extends @Nullable Object> T await(Supplier<Uni<T>> call) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> call.get().ifNoItem().after(config.storeTimeout()).fail());
        } catch (Throwable e) {
            throw new StoreUnavailable(e);
        }
    }
}
