package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.routing.audit.Origin;
import dev.tollgate.routing.catalogue.Kind.Named;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// The catalogue's objects, the file's and managed ones. Management changes the latter; both can be drained.
@Blocking
@Tag(name = "Catalogue")
@Path(InternalPaths.ROOT)
@Produces(MediaType.APPLICATION_JSON)
public class ManagedResource {
    private static final String KIND = "/catalogue/{kind: providers|models|deployments|groups}";
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;
    private static final int SEARCH_MAX = 128;

    private final CatalogueWatch watch;
    private final Management management;

    ManagedResource(CatalogueWatch watch, Management management) {
        this.watch = watch;
        this.management = management;
    }

    @Operation(summary = "The objects of a kind, by id; those that have a text somewhere if one is given.")
    @GET
    @Path(KIND)
    public Page<CatalogueObject> page(
            @RestPath String kind,
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        if (after != null && before != null) {
            throw invalid("before", "Send either after or before, not both.");
        }
        if (search != null && search.length() > SEARCH_MAX) {
            throw invalid("search", "search must be at most " + SEARCH_MAX + " characters.");
        }
        int rows = limit == null ? LIMIT_DEFAULT : limit;
        if (rows < 1 || rows > LIMIT_MAX) {
            throw invalid("limit", "limit must be from 1 to " + LIMIT_MAX + ".");
        }
        return watch.views().page(kind(kind), new Views.Ask(search, after, before, rows));
    }

    @Operation(summary = "One object.")
    @GET
    @Path(KIND + "/{id}")
    public CatalogueObject get(@RestPath String kind, @RestPath String id) {
        return watch.views().of(named(kind, id));
    }

    @Operation(summary = "Makes an object, in the catalogue file's words; in force when this answers.")
    @POST
    @Path(KIND)
    @Consumes(MediaType.APPLICATION_JSON)
    public CatalogueObject create(@BeanParam Origin origin, @RestPath String kind, @Nullable String body) {
        return management.create(origin, kind(kind), body);
    }

    @Operation(summary = "Changes a managed object's fields; null takes one away. `version` is the one that was seen.")
    @PATCH
    @Path(KIND + "/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public CatalogueObject change(
            @BeanParam Origin origin, @RestPath String kind, @RestPath String id, @Nullable String body) {
        return management.change(origin, named(kind, id), body);
    }

    @Operation(summary = "Deletes a managed object that nothing refers to.")
    @DELETE
    @Path(KIND + "/{id}")
    public void delete(
            @BeanParam Origin origin, @RestPath String kind, @RestPath String id, @RestQuery @Nullable Long version) {
        management.delete(origin, named(kind, id), version);
    }

    @Operation(summary = "New requests no longer use the deployment; those under way end normally.")
    @POST
    @Path("/catalogue/deployments/{id}/drain")
    public CatalogueObject drain(@BeanParam Origin origin, @RestPath String id) {
        return management.drain(origin, id, true);
    }

    @Operation(summary = "Requests use the deployment again.")
    @POST
    @Path("/catalogue/deployments/{id}/undrain")
    public CatalogueObject undrain(@BeanParam Origin origin, @RestPath String id) {
        return management.drain(origin, id, false);
    }

    private static Named named(String kind, String id) {
        return kind(kind).named(id);
    }

    private static Kind kind(String plural) {
        Kind kind = Kind.ofPlural(plural);
        if (kind == null) {
            throw new ServiceException(ErrorCode.NOT_FOUND, "There is nothing at this path.");
        }
        return kind;
    }

    private static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
