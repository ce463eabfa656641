package dev.tollgate.console.pricing;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages about prices.
@CheckedTemplate(basePath = "prices")
final class PriceTemplates {
    private PriceTemplates() {}

    static native TemplateInstance drafts(
            Page<PriceDraftView> drafts,
            String search,
            @Nullable PriceVersionView inForce,
            List<PriceVersionView> scheduled,
            Pager pager);

    static native TemplateInstance versions(
            Page<PriceVersionView> versions, String search, @Nullable PriceVersionView inForce, long now, Pager pager);

    static native TemplateInstance version(PriceList.Version version, String search, Slice<PriceRow> slice);

    static native TemplateInstance draft(PriceDraftView draft, PriceDiff diff, String search, Slice<PriceChange> slice);

    /// @param replaced the draft whose place the new one takes, or null
    static native TemplateInstance compose(@Nullable String replaced, DraftDesk.Shape shape);

    static native TemplateInstance confirm(PriceDraftView draft, String action);

    static native TemplateInstance replay(PriceDraftView draft, ReplayPages.@Nullable Outcome outcome);

    static native TemplateInstance take();
}
