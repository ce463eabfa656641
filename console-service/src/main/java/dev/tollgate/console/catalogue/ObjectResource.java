package dev.tollgate.console.catalogue;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.models.Offers;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.CataloguePeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The catalogue's providers, models, deployments and groups: the file's, which are read-only here, and managed ones.
/// An id with a slash is written with `%2F` in a path.
@Tag(name = "Catalogue")
@Path("/api/v1/catalogue")
@Produces(MediaType.APPLICATION_JSON)
public class ObjectResource {
    private static final String KIND = "{kind: providers|models|deployments|groups}";
    private static final String MODELS = "models";

    private final CataloguePeer catalogue;
    private final Offers offers;

    @Inject
    ObjectResource(CataloguePeer catalogue, Offers offers) {
        this.catalogue = catalogue;
        this.offers = offers;
    }

    @Operation(summary = "The providers, models, deployments or groups by id, those that hold a text if one is given.")
    @GET
    @Path(KIND)
    @Requires(Permission.CATALOGUE_READ)
    public Uni<Page<CatalogueObject>> list(
            @PathParam("kind") String kind, @QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        return catalogue.page(kind, search, ask).chain(page -> priced(kind)
                .map(priced -> new Page<>(
                        page.object(),
                        page.data().stream()
                                .map(one -> priced(kind, one, priced))
                                .toList(),
                        page.firstId(),
                        page.lastId(),
                        page.hasMore())));
    }

    @Operation(summary = "One of them.")
    @GET
    @Path(KIND + "/{id}")
    @Requires(Permission.CATALOGUE_READ)
    public Uni<CatalogueObject> get(@PathParam("kind") String kind, @PathParam("id") String id) {
        return catalogue.get(kind, id).chain(one -> priced(kind).map(priced -> priced(kind, one, priced)));
    }

    @Operation(summary = "Makes one, in the catalogue file's words; every edge knows within a second.")
    @POST
    @Path(KIND)
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<CatalogueObject> create(@PathParam("kind") String kind, @Nullable String definition) {
        return catalogue.create(kind, Body.required(definition));
    }

    @Operation(summary = "Changes the fields given, null takes one away; `version` is that of what was seen.")
    @PATCH
    @Path(KIND + "/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<CatalogueObject> change(
            @PathParam("kind") String kind, @PathParam("id") String id, @Nullable String changes) {
        return catalogue.change(kind, id, Body.required(changes));
    }

    @Operation(summary = "Deletes a managed one that nothing else refers to.")
    @DELETE
    @Path(KIND + "/{id}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Void> delete(
            @PathParam("kind") String kind,
            @PathParam("id") String id,
            @QueryParam("version") @Nullable String version) {
        return catalogue.delete(kind, id, number(version));
    }

    @Operation(
            summary = "New requests no longer use a deployment, the file's or managed; those under way end normally.")
    @POST
    @Path("deployments/{id}/drain")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<CatalogueObject> drain(@PathParam("id") String id) {
        return catalogue.setDrained(id, true);
    }

    @Operation(summary = "Requests use a drained deployment again.")
    @POST
    @Path("deployments/{id}/undrain")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<CatalogueObject> undrain(@PathParam("id") String id) {
        return catalogue.setDrained(id, false);
    }

    /// Read here: one that is no number would be a 404 to the framework.
    private static @Nullable Long number(@Nullable String version) {
        if (version == null) {
            return null;
        }
        if (!version.matches("\\d{1,18}")) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.INVALID_VALUE, "version must be a number.", "version"));
        }
        return Long.valueOf(version);
    }

    private Uni<Set<String>> priced(String kind) {
        return kind.equals(MODELS) ? offers.priced() : Uni.createFrom().item(Set.of());
    }

    private static CatalogueObject priced(String kind, CatalogueObject one, Set<String> priced) {
        return kind.equals(MODELS) ? one.priced(priced.contains(one.id())) : one;
    }
}
