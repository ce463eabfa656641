package dev.tollgate.console.catalogue;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// The catalogue as pages: what is there. What is done with it is in [CatalogueActionPages].
@Path("/admin/catalogue")
@Produces(MediaType.TEXT_HTML)
public class CataloguePages {
    static final String KIND = "{kind:providers|models|deployments|groups}";

    private final ObjectResource objects;
    private final CatalogueResource catalogue;
    private final CatalogueAround around;
    private final Screen screen;
    private final Form form;

    @Inject
    CataloguePages(
            ObjectResource objects, CatalogueResource catalogue, CatalogueAround around, Screen screen, Form form) {
        this.objects = objects;
        this.catalogue = catalogue;
        this.around = around;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Response> start() {
        return list("providers", null, new PageAsk(null, null, null));
    }

    @GET
    @Path(KIND)
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Response> list(
            @PathParam("kind") String kind, @QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        String wanted = search == null || search.isBlank() ? null : search.strip();
        Address address = new Address("/admin/catalogue/" + kind).with("search", wanted);
        return Uni.combine()
                .all()
                .unis(objects.list(kind, wanted, ask), catalogue.status(), around.health(kind), around.wanting(kind))
                .withUni((page, status, health, wanting) -> screen.show(CatalogueTemplates.list(
                        kind,
                        page.data().stream()
                                .map(one -> Shelved.of(one, health, wanting))
                                .toList(),
                        wanted,
                        status,
                        Pager.of(address, ask, page))));
    }

    @GET
    @Path("new/" + KIND)
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> add(
            @PathParam("kind") String kind,
            @QueryParam("provider") @Nullable String provider,
            @QueryParam("model") @Nullable String model) {
        CatalogueForm.presets(form, kind);
        form.store("provider", provider).store("model", model);
        return around.choices(kind).chain(choices -> screen.show(CatalogueTemplates.add(kind, choices)));
    }

    @GET
    @Path(KIND + "/{id}")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Response> get(@PathParam("kind") String kind, @PathParam("id") String id) {
        return objects.get(kind, id).chain(one -> {
            CatalogueForm.store(form, one);
            return around.of(kind, one)
                    .chain(view -> screen.show(CatalogueTemplates.one(kind, view, one.version(), null)));
        });
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path(KIND + "/{id}/{action:drain|undrain|delete|secret}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> confirm(
            @PathParam("kind") String kind, @PathParam("id") String id, @PathParam("action") String action) {
        return objects.get(kind, id)
                .chain(one -> screen.show(CatalogueTemplates.confirm(kind, Shelved.of(one), action)));
    }

    @GET
    @Path("rotate")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> confirmRotation() {
        return screen.show(CatalogueTemplates.rotate());
    }
}
