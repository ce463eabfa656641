package dev.tollgate.billing.pricing;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.billing.pricing.DraftReader.Draft;
import dev.tollgate.billing.pricing.DraftRepository.StoredDraft;
import dev.tollgate.billing.pricing.PriceFileRepository.PriceFile;
import dev.tollgate.billing.pricing.PricePublisher.Publication;
import dev.tollgate.contract.billing.v1.ImportReport;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Drafts of prices as the management API sees them.
@Singleton
class Drafts {
    private static final int PROBLEMS_TOLD = 5;

    private final Pool pool;
    private final DraftRepository repository;
    private final PriceFileRepository files;
    private final PricePublisher publisher;
    private final AuditLog audit;

    Drafts(Pool pool, DraftRepository repository, PriceFileRepository files, PricePublisher publisher, AuditLog audit) {
        this.pool = pool;
        this.repository = repository;
        this.files = files;
        this.publisher = publisher;
        this.audit = audit;
    }

    /// @param text YAML or JSON, in the catalogue's words
    /// @param beside what the catalogue has beside its file
    Uni<PriceDraftView> create(String text, @Nullable String note, Beside beside) {
        return base().flatMap(base -> repository.published(pool).flatMap(published -> {
            Beside known = Beside.NOTHING;
            for (StoredDraft one : published) {
                known = known.then(one.patch().beside());
            }
            return create(text, note, base, known.then(beside));
        }));
    }

    private Uni<PriceDraftView> create(String text, @Nullable String note, PriceBase base, Beside beside) {
        return switch (DraftReader.read(text, base, beside)) {
            case Draft.Sound(PricePatch patch) -> store("api", note, patch, null);
            case Draft.Unsound(List<String> problems) ->
                throw new ServiceException(
                        ErrorCode.INVALID_VALUE,
                        String.join("; ", problems.stream().limit(PROBLEMS_TOLD).toList()));
        };
    }

    /// Makes a draft of a `model_prices` file.
    Uni<PriceDraftView> take(byte[] file, ModelPricesImport.Terms terms, @Nullable String note) {
        return base().flatMap(base -> switch (ModelPricesImport.read(file, base, terms)) {
            case ModelPricesImport.Outcome.Unreadable(String why) ->
                throw new ServiceException(ErrorCode.INVALID_JSON, why);
            case ModelPricesImport.Outcome.Imported(PricePatch patch, ImportReport report) -> {
                if (patch.isNothing()) {
                    throw new ServiceException(
                            ErrorCode.INVALID_VALUE, "No entry of the file prices a deployment of the catalogue.");
                }
                yield store("model_prices", note, patch, report);
            }
        });
    }

    private Uni<PriceDraftView> store(
            String source, @Nullable String note, PricePatch patch, @Nullable ImportReport report) {
        return pool.withTransaction(
                        tx -> repository.insert(tx, source, note, patch, report).flatMap(id -> audit.note(
                                        tx, "price-draft.create", Long.toString(id), Map.of("source", source))
                                .replaceWith(id)))
                .flatMap(this::view);
    }

    Uni<PriceDraftView> view(long id) {
        return find(id).map(Drafts::view);
    }

    Uni<Page<PriceDraftView>> page(Search search, PageAsk ask) {
        return repository
                .page(pool, search, ask)
                .map(page -> new Page<>(
                        page.object(),
                        page.data().stream().map(Drafts::view).toList(),
                        page.firstId(),
                        page.lastId(),
                        page.hasMore()));
    }

    Uni<PriceDraftView> publish(long id, @Nullable Instant from, Instant now) {
        return publisher.publish(id, from, now).flatMap(publication -> switch (publication) {
            case Publication.Done _ -> view(id);
            case Publication.Unknown() -> throw unknown();
            case Publication.PublishedBefore() -> throw conflict("The draft is published already.");
            case Publication.TooSoon(var notice) ->
                throw Required.invalid(
                        "effective_from", "effective_from must lie at least " + notice.toSeconds() + " s ahead.");
            case Publication.BehindTheFile(Instant time) ->
                throw conflict(
                        "A change of the catalogue file takes effect at " + time + ": choose a time not before it.");
            case Publication.NoFile() -> throw noFile();
        });
    }

    Uni<Void> delete(long id) {
        return pool.withTransaction(tx -> repository
                .find(tx, id, true)
                .map(found -> found.orElseThrow(Drafts::unknown))
                .flatMap(draft -> repository.delete(tx, id).flatMap(deleted -> {
                    if (!deleted) {
                        throw conflict("A published draft stays.");
                    }
                    return audit.note(
                            tx,
                            "price-draft.delete",
                            Long.toString(id),
                            new Traces(null, Map.of(), view(draft), Map.of()));
                })));
    }

    /// Beside what is in force once all that is published has taken effect.
    Uni<PriceDiff> diff(long id) {
        return scheduledAndWith(id).map(both -> PriceDiffs.between("newest", both.before(), "draft", both.after()));
    }

    /// The prices that a draft comes to, upon all that is published.
    Uni<Both> scheduledAndWith(long id) {
        return find(id).flatMap(draft -> base().flatMap(
                        base -> repository.published(pool).map(published -> {
                            PricePatch patch = PricePatch.NOTHING;
                            for (StoredDraft one : published) {
                                patch = patch.then(one.patch());
                            }
                            CompiledPrices before = CompiledPrices.of(base.with(patch));
                            return new Both(before, CompiledPrices.of(base.with(patch.then(draft.patch()))));
                        })));
    }

    private Uni<StoredDraft> find(long id) {
        return find(pool, id);
    }

    private Uni<StoredDraft> find(SqlClient client, long id) {
        return repository.find(client, id, false).map(found -> found.orElseThrow(Drafts::unknown));
    }

    private Uni<PriceBase> base() {
        return files.newest(pool).map(found -> found.map(PriceFile::base).orElseThrow(Drafts::noFile));
    }

    private static ServiceException unknown() {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no such price draft.");
    }

    private static ServiceException noFile() {
        return new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, "The catalogue file has not been read yet.");
    }

    private static ServiceException conflict(String message) {
        return new ServiceException(new ServiceError(ErrorCode.CONFLICT, message, null));
    }

    static PriceDraftView view(StoredDraft draft) {
        PricePatch patch = draft.patch();
        List<String> withdrawn = new ArrayList<>();
        named(withdrawn, "models: ", patch.withdrawn().models().stream());
        named(withdrawn, "groups: ", patch.withdrawn().groups().stream());
        named(withdrawn, "deployments: ", patch.withdrawn().deployments().stream());
        return new PriceDraftView(
                Long.toString(draft.id()),
                "price_draft",
                draft.publishedAt() == null ? "draft" : "published",
                draft.source(),
                draft.note(),
                sorted(patch.models()),
                sorted(patch.multipliers()),
                sorted(patch.costs()),
                withdrawn,
                draft.report(),
                draft.createdAt().getEpochSecond(),
                seconds(draft.publishedAt()),
                seconds(draft.effectiveFrom()));
    }

    private static void named(List<String> all, String prefix, Stream<String> names) {
        names.sorted().forEach(name -> all.add(prefix + name));
    }

    private static List<String> sorted(Map<String, ?> named) {
        return named.keySet().stream().sorted().toList();
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : (Long) time.getEpochSecond();
    }

    record Both(CompiledPrices before, CompiledPrices after) {}
}
