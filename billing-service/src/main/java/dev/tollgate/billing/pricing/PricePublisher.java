package dev.tollgate.billing.pricing;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.change.Changes;
import dev.tollgate.billing.pricing.DraftRepository.StoredDraft;
import dev.tollgate.billing.pricing.PriceFileRepository.PriceFile;
import dev.tollgate.billing.pricing.Reading.Read;
import dev.tollgate.billing.pricing.VersionPlan.Next;
import dev.tollgate.billing.pricing.VersionPlan.Present;
import dev.tollgate.billing.pricing.VersionPlan.Wanted;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.Version;
import dev.tollgate.contract.change.ChangeKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns the file and the published drafts into versions, and versions into the published list. All of it under one
/// lock, from what the database says: replicas make the same versions, once.
@Singleton
class PricePublisher {
    private final Pool pool;
    private final PriceVersionRepository repository;
    private final PriceFileRepository files;
    private final DraftRepository drafts;
    private final PublishedPrices published;
    private final Changes changes;
    private final PricingConfig config;
    private final AuditLog audit;

    PricePublisher(
            Pool pool,
            PriceVersionRepository repository,
            PriceFileRepository files,
            DraftRepository drafts,
            PublishedPrices published,
            Changes changes,
            PricingConfig config,
            AuditLog audit) {
        this.pool = pool;
        this.repository = repository;
        this.files = files;
        this.drafts = drafts;
        this.published = published;
        this.changes = changes;
        this.config = config;
        this.audit = audit;
    }

    /// Publishes what a file says, with the drafts upon it: stores its versions, if any, and announces the list
    /// with the file's hash.
    Uni<Void> publish(Read read, Instant now) {
        PriceFile file = new PriceFile(read.fileHash(), read.prices().base());
        return pool.withTransaction(tx -> repository
                        .lock(tx)
                        .flatMap(_ -> files.add(tx, file))
                        .flatMap(_ -> replan(tx, file, read.prices().effectiveFrom(), now)))
                .invoke(this::told)
                .replaceWithVoid();
    }

    /// Publishes a draft.
    ///
    /// @param asked when it is to take effect, or null for as soon as the notice allows
    Uni<Publication> publish(long draftId, @Nullable Instant asked, Instant now) {
        Instant soonest = now.plus(config.notice());
        Instant from = asked == null ? soonest : asked;
        if (from.isBefore(soonest)) {
            return Uni.createFrom().item(new Publication.TooSoon(config.notice()));
        }
        return pool.withTransaction(tx -> repository
                        .lock(tx)
                        .flatMap(_ -> drafts.find(tx, draftId, true))
                        .flatMap(found -> found.isEmpty()
                                ? outcome(new Publication.Unknown())
                                : found.get().publishedAt() != null
                                        ? outcome(new Publication.PublishedBefore())
                                        : publish(tx, found.get(), from, now)))
                .map(attempt -> {
                    attempt.done().ifPresent(this::told);
                    return attempt.publication();
                });
    }

    private Uni<Attempt> publish(SqlConnection tx, StoredDraft draft, Instant from, Instant now) {
        return files.newest(tx)
                .flatMap(file -> file.isEmpty()
                        ? outcome(new Publication.NoFile())
                        : repository.since(tx, now).flatMap(versions -> drafts.published(tx)
                                .flatMap(before -> after(versions, before, from, now)
                                        .<Uni<Attempt>>map(time -> outcome(new Publication.BehindTheFile(time)))
                                        .orElseGet(() -> store(tx, file.get(), draft, from, now)))));
    }

    private Uni<Attempt> store(SqlConnection tx, PriceFile file, StoredDraft draft, Instant from, Instant now) {
        Traces traces = new Traces(
                null,
                Map.of("effective_from", from.toString()),
                Drafts.view(draft),
                Drafts.view(draft.published(now, from)));
        return drafts.publish(tx, draft.id(), now, from)
                .flatMap(_ -> audit.note(tx, "price-draft.publish", Long.toString(draft.id()), traces))
                .flatMap(_ -> replan(tx, file, null, now))
                .map(done -> new Attempt(new Publication.Done(from), Optional.of(done)));
    }

    /// When a change of the file takes effect that a draft of this time would come before. It has no prices of its
    /// own until then that a draft could be laid upon.
    private static Optional<Instant> after(
            List<Version> versions, List<StoredDraft> before, Instant from, Instant now) {
        return pending(versions, now).stream()
                .map(Next::effectiveFrom)
                .filter(time -> time.isAfter(from))
                .filter(time -> before.stream().noneMatch(draft -> time.equals(draft.effectiveFrom())))
                .findFirst();
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

    private Uni<Done> replan(SqlConnection tx, PriceFile file, @Nullable Instant wantedFrom, Instant now) {
        return repository
                .since(tx, now)
                .flatMap(versions -> drafts.published(tx)
                        .map(all -> VersionPlan.of(
                                new Present(inForce(versions, now), pending(versions, now)),
                                wanted(file.base(), all, wantedFrom, now),
                                now,
                                config.notice())))
                .flatMap(plan -> insert(tx, file.hash(), plan))
                .flatMap(_ -> repository.since(tx, now.minus(config.superseded())))
                .flatMap(versions -> announced(tx, PublishedPrices.snapshot(file.hash(), versions)));
    }

    private static Wanted wanted(PriceBase file, List<StoredDraft> drafts, @Nullable Instant from, Instant now) {
        PricePatch patch = PricePatch.NOTHING;
        List<Next> scheduled = new ArrayList<>();
        CompiledPrices current = null;
        for (StoredDraft draft : drafts) {
            Instant time = Objects.requireNonNull(draft.effectiveFrom());
            if (time.isAfter(now) && current == null) {
                current = CompiledPrices.of(file.with(patch));
            }
            patch = patch.then(draft.patch());
            if (time.isAfter(now)) {
                scheduled.removeIf(next -> next.effectiveFrom().equals(time));
                scheduled.add(new Next(CompiledPrices.of(file.with(patch)), time));
            }
        }
        return new Wanted(current == null ? CompiledPrices.of(file.with(patch)) : current, from, scheduled);
    }

    private static CompiledPrices inForce(List<Version> versions, Instant now) {
        return versions.isEmpty() || versions.getFirst().effectiveFrom() > now.toEpochMilli()
                ? CompiledPrices.NONE
                : content(versions.getFirst());
    }

    /// Versions to come that will count: none with a higher number comes before them, or with them.
    private static List<Next> pending(List<Version> versions, Instant now) {
        List<Next> pending = new ArrayList<>();
        long before = Long.MAX_VALUE;
        for (Version version : versions.reversed()) {
            if (version.effectiveFrom() > now.toEpochMilli() && version.effectiveFrom() < before) {
                pending.add(new Next(content(version), Instant.ofEpochMilli(version.effectiveFrom())));
            }
            before = Math.min(before, version.effectiveFrom());
        }
        return pending.reversed();
    }

    private Uni<Void> insert(SqlConnection tx, String fileHash, VersionPlan plan) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Next next : plan.next()) {
            done = done.flatMap(_ -> repository.insert(tx, fileHash, next));
        }
        return done;
    }

    private Uni<Done> announced(SqlConnection tx, PriceList list) {
        return changes.record(tx, ChangeKind.PRICE_LIST, list.hash()).map(revision -> new Done(revision, list));
    }

    private void told(Done done) {
        published.publish(done.list());
        changes.announce(done.revision());
    }

    private static Uni<Attempt> outcome(Publication publication) {
        return Uni.createFrom().item(new Attempt(publication, Optional.empty()));
    }

    private static CompiledPrices content(Version version) {
        return new CompiledPrices(version.prices(), version.costs());
    }

    /// What came of publishing a draft.
    sealed interface Publication {
        record Done(Instant from) implements Publication {}

        record Unknown() implements Publication {}

        record PublishedBefore() implements Publication {}

        record TooSoon(Duration notice) implements Publication {}

        /// @param time when the file's change takes effect
        record BehindTheFile(Instant time) implements Publication {}

        record NoFile() implements Publication {}
    }

    private record Attempt(Publication publication, Optional<Done> done) {}

    private record Done(long revision, PriceList list) {}
}
