package dev.tollgate.console.usage;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.keys.KeyNames;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.BrandConfig;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Requests and what each cost, as pages.
@Path("/usage")
@Produces(MediaType.TEXT_HTML)
public class UsagePages {
    private final UsageResource usage;
    private final UsageChoices choices;
    private final KeyNames keyNames;
    private final Selected selected;
    private final Screen screen;
    private final BrandConfig brand;
    private final Clock clock = Clock.systemUTC();

    @Inject
    UsagePages(
            UsageResource usage,
            UsageChoices choices,
            KeyNames keyNames,
            Selected selected,
            Screen screen,
            BrandConfig brand) {
        this.usage = usage;
        this.choices = choices;
        this.keyNames = keyNames;
        this.selected = selected;
        this.screen = screen;
        this.brand = brand;
    }

    @CheckedTemplate(basePath = "usage")
    static class Templates {
        static native TemplateInstance list(
                Page<UsageRecordView> page, UsageSearch wanted, UsageChoices.Some choices, Pager pager, String export);

        static native TemplateInstance one(
                UsageRecordView record, List<ReceiptItem> items, Map<String, String> names, String keysUrl);

        private Templates() {}
    }

    @GET
    @Requires(value = Permission.USAGE_READ, account = Selected.class)
    public Uni<Response> list(@BeanParam UsageSearch wanted, @BeanParam PageAsk ask) {
        if (wanted.isOfOne()) {
            return Uni.createFrom().item(screen.go("/usage/" + wanted.search()));
        }
        String account = selected.account();
        Uni<Page<UsageRecordView>> page = wanted.search() == null
                ? usage.list(wanted.filter(account, clock.instant()), ask)
                : Uni.createFrom().item(Page.of(List.of(), ask.limit(), UsageRecordView::id));
        String export = wanted.at("/usage/export").with("account", account).text();
        return Uni.combine()
                .all()
                .unis(page, choices.of(account))
                .asTuple()
                .chain(both -> screen.show(Templates.list(
                        both.getItem1(),
                        wanted,
                        both.getItem2(),
                        Pager.of(wanted.at("/usage"), ask, both.getItem1()),
                        export)));
    }

    @GET
    @Path("{requestId}")
    @Requires(value = Permission.USAGE_READ, account = OfUsageRecord.class)
    public Uni<Response> get(@PathParam("requestId") String requestId) {
        String keysUrl = brand.apiUrl().replaceFirst("/v1/?$", "") + "/.well-known/tollgate-receipt-keys";
        return usage.get(requestId).chain(record -> keyNames.of(record.accountId())
                .chain(names -> screen.show(Templates.one(record, ReceiptItem.of(record), names, keysUrl))));
    }
}
