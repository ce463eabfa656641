package dev.tollgate.billing.pricing;

import dev.tollgate.billing.change.Changes;
import dev.tollgate.billing.pricing.Reading.Read;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.Version;
import dev.tollgate.contract.change.ChangeKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/// Turns a compiled file into versions, and versions into the published list.
@Singleton
class PricePublisher {
    private final Pool pool;
    private final PriceVersionRepository repository;
    private final PublishedPrices published;
    private final Changes changes;
    private final PricingConfig config;

    PricePublisher(
            Pool pool,
            PriceVersionRepository repository,
            PublishedPrices published,
            Changes changes,
            PricingConfig config) {
        this.pool = pool;
        this.repository = repository;
        this.published = published;
        this.changes = changes;
        this.config = config;
    }

    /// Publishes what a file says: stores its versions, if any, and announces the list with the file's hash.
    Uni<Void> publish(Read file, Instant now) {
        return pool.withTransaction(tx -> repository
                        .lock(tx)
                        .flatMap(_ -> repository.since(tx, now))
                        .map(versions -> plan(versions, file, now))
                        .flatMap(plan -> insert(tx, file.fileHash(), plan))
                        .flatMap(_ -> repository.since(tx, now.minus(config.superseded())))
                        .flatMap(versions -> announced(tx, PublishedPrices.snapshot(file.fileHash(), versions))))
                .invoke(done -> {
                    published.publish(done.list());
                    changes.announce(done.revision());
                })
                .replaceWithVoid();
    }

    /// Takes over versions that another replica has stored, or those of a former life when the file can't be read.
    Uni<Void> catchUp(Instant now) {
        return repository.newest().flatMap(newest -> {
            if (newest == published.newestVersion()) {
                return Uni.createFrom().voidItem();
            }
            Uni<String> fileHash = published
                    .list()
                    .map(PriceList::fileHash)
                    .map(hash -> Uni.createFrom().item(hash))
                    .orElseGet(() -> repository.newestFile().map(hash -> hash.orElse("")));
            return fileHash.flatMap(hash -> repository
                    .since(pool, now.minus(config.superseded()))
                    .invoke(versions -> published.publish(PublishedPrices.snapshot(hash, versions)))
                    .replaceWithVoid());
        });
    }

    private VersionPlan plan(List<Version> versions, Read file, Instant now) {
        CompiledPrices inForce = versions.isEmpty() || versions.getFirst().effectiveFrom() > now.toEpochMilli()
                ? CompiledPrices.NONE
                : content(versions.getFirst());
        CompiledPrices newest = versions.isEmpty() ? CompiledPrices.NONE : content(versions.getLast());
        return VersionPlan.of(
                new VersionPlan.Present(inForce, newest),
                file.compiled(),
                now,
                config.notice(),
                file.prices().effectiveFrom());
    }

    private Uni<Void> insert(SqlConnection tx, String fileHash, VersionPlan plan) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (VersionPlan.Next next : plan.next()) {
            done = done.flatMap(_ -> repository.insert(tx, fileHash, next));
        }
        return done;
    }

    private Uni<Done> announced(SqlConnection tx, PriceList list) {
        return changes.record(tx, ChangeKind.PRICE_LIST, list.hash()).map(revision -> new Done(revision, list));
    }

    private static CompiledPrices content(Version version) {
        return new CompiledPrices(version.prices(), version.costs());
    }

    private record Done(long revision, PriceList list) {}
}
