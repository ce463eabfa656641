package dev.tollgate.console.pricing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prices as pages: drafts, versions, what is in force. What is done with drafts is in [PriceActionPages].
@Path("/admin/prices")
@Produces(MediaType.TEXT_HTML)
public class PricePages {
    private static final PageAsk NEWEST = new PageAsk(null, null, "20");

    private final PriceDraftResource drafts;
    private final PriceVersionResource versions;
    private final DraftDesk desk;
    private final Screen screen;
    private final Form form;
    private final Clock clock = Clock.systemUTC();

    @Inject
    PricePages(PriceDraftResource drafts, PriceVersionResource versions, DraftDesk desk, Screen screen, Form form) {
        this.drafts = drafts;
        this.versions = versions;
        this.desk = desk;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Response> list(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        Address address = new Address("/admin/prices").with("search", search);
        return Uni.combine()
                .all()
                .unis(drafts.list(search, ask), versions.list(null, NEWEST))
                .withUni((page, newest) -> screen.show(PriceTemplates.drafts(
                        page,
                        search.strip(),
                        inForce(newest.data()),
                        scheduled(newest.data()),
                        Pager.of(address, ask, page))));
    }

    @GET
    @Path("versions")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Response> versions(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        Address address = new Address("/admin/prices/versions").with("search", search);
        return Uni.combine()
                .all()
                .unis(versions.list(search, ask), versions.list(null, NEWEST))
                .withUni((page, newest) -> screen.show(PriceTemplates.versions(
                        page, search.strip(), inForce(newest.data()), now(), Pager.of(address, ask, page))));
    }

    @GET
    @Path("versions/{version}")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Response> version(
            @PathParam("version") String version,
            @QueryParam("search") @Nullable String search,
            @QueryParam("from") @Nullable String from) {
        return versions.get(version).chain(one -> {
            Address address = new Address("/admin/prices/versions/" + one.version()).with("search", search);
            return screen.show(PriceTemplates.version(
                    one, search == null ? "" : search, Slice.of(PriceRow.of(one, search), from, address)));
        });
    }

    @GET
    @Path("new")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> add(@QueryParam("model") @Nullable String model) {
        return desk.fresh(form, model).chain(shape -> screen.show(PriceTemplates.compose(null, shape)));
    }

    @GET
    @Path("import")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> take() {
        form.store("markup", "1").store("what", "prices");
        return screen.show(PriceTemplates.take());
    }

    @GET
    @Path("drafts/{id}")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Response> draft(
            @PathParam("id") String id,
            @QueryParam("search") @Nullable String search,
            @QueryParam("from") @Nullable String from) {
        return Uni.combine()
                .all()
                .unis(drafts.get(id), drafts.diff(id))
                .withUni((draft, diff) -> screen.show(PriceTemplates.draft(
                        draft,
                        diff,
                        search == null ? "" : search,
                        Slice.of(
                                PriceChange.of(diff, search),
                                from,
                                new Address("/admin/prices/drafts/" + draft.id()).with("search", search)))));
    }

    @GET
    @Path("drafts/{id}/edit")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> edit(@PathParam("id") String id) {
        return drafts.get(id)
                .chain(draft -> desk.of(form, draft).chain(shape -> screen.show(PriceTemplates.compose(id, shape))));
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path("drafts/{id}/{action:publish|discard}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> confirm(@PathParam("id") String id, @PathParam("action") String action) {
        return drafts.get(id).chain(draft -> screen.show(PriceTemplates.confirm(draft, action)));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private @Nullable PriceVersionView inForce(List<PriceVersionView> newestFirst) {
        return newestFirst.stream()
                .filter(one -> one.effectiveFrom() <= now())
                .findFirst()
                .orElse(null);
    }

    private List<PriceVersionView> scheduled(List<PriceVersionView> newestFirst) {
        return newestFirst.stream().filter(one -> one.effectiveFrom() > now()).toList();
    }
}
