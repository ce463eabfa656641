package dev.tollgate.console.pricing;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.CataloguePeer;
import dev.tollgate.console.web.Form;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lays out a draft's form: what it offers, and the lines of what there is.
@ApplicationScoped
class DraftDesk {
    private static final PageAsk NEWEST = new PageAsk(null, null, "1");
    private static final PriceList.Version NOTHING = new PriceList.Version(0, 0, List.of(), List.of());

    private final PriceDraftResource drafts;
    private final PriceVersionResource versions;
    private final CataloguePeer catalogue;

    @Inject
    DraftDesk(PriceDraftResource drafts, PriceVersionResource versions, CataloguePeer catalogue) {
        this.drafts = drafts;
        this.versions = versions;
        this.catalogue = catalogue;
    }

    /// @param models what selects offer, by id
    record Shape(
            List<DraftLines.Row> prices,
            List<DraftLines.Row> costs,
            List<DraftLines.Row> multipliers,
            List<String> models,
            List<String> deployments,
            List<String> groups) {}

    /// A new draft: of one model's prices as they are, or of an empty line.
    Uni<Shape> fresh(Form form, @Nullable String model) {
        form.store("rows_p", 1).store("rows_c", 0).store("rows_g", 0).store("p0.id", model);
        return newest().invoke(version -> {
                    if (model != null) {
                        int lines = new Drafted(version, List.of()).store(form, "p", 0, model);
                        form.store("rows_p", Math.max(lines, 1));
                    }
                })
                .chain(() -> shape(form));
    }

    /// A draft's own lines, found again from what it changes.
    Uni<Shape> of(Form form, PriceDraftView draft) {
        return Uni.combine()
                .all()
                .unis(newest(), drafts.diff(draft.id()).map(PriceDiff::changes))
                .withUni((version, changes) -> {
                    new Drafted(version, changes).store(form, draft);
                    return shape(form);
                });
    }

    /// One line more, as the form's button asks.
    Uni<Shape> more(Form form) {
        String kind = form.value("more");
        return shape(form).map(shape -> switch (kind) {
            case "c" ->
                new Shape(
                        shape.prices(),
                        longer(shape.costs(), kind),
                        shape.multipliers(),
                        shape.models(),
                        shape.deployments(),
                        shape.groups());
            case "g" ->
                new Shape(
                        shape.prices(),
                        shape.costs(),
                        longer(shape.multipliers(), kind),
                        shape.models(),
                        shape.deployments(),
                        shape.groups());
            default ->
                new Shape(
                        longer(shape.prices(), "p"),
                        shape.costs(),
                        shape.multipliers(),
                        shape.models(),
                        shape.deployments(),
                        shape.groups());
        });
    }

    Uni<Shape> shape(Form form) {
        return catalogue
                .offer()
                .map(offer -> new Shape(
                        DraftLines.rows(form, "p"),
                        DraftLines.rows(form, "c"),
                        DraftLines.rows(form, "g"),
                        offer.models().stream()
                                .map(CatalogueOffer.Model::id)
                                .sorted()
                                .toList(),
                        offer.deployments().stream()
                                .map(CatalogueOffer.Deployment::id)
                                .sorted()
                                .toList(),
                        offer.groups().stream()
                                .map(CatalogueOffer.OfferedGroup::id)
                                .sorted()
                                .toList()));
    }

    private static List<DraftLines.Row> longer(List<DraftLines.Row> rows, String kind) {
        List<DraftLines.Row> more = new ArrayList<>(rows);
        more.add(new DraftLines.Row(kind + rows.size()));
        return List.copyOf(more);
    }

    private Uni<PriceList.Version> newest() {
        return versions.list(null, NEWEST)
                .chain(page -> page.data().isEmpty()
                        ? Uni.createFrom().item(NOTHING)
                        : versions.get(Long.toString(page.data().getFirst().version())));
    }
}
