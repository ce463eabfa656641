package dev.tollgate.billing.limit;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Spend limits.
@Tag(name = "Spend limits")
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class SpendLimitResource {
    private final SpendLimits limits;

    SpendLimitResource(SpendLimits limits) {
        this.limits = limits;
    }

    @Operation(summary = "Makes a spend limit.")
    @POST
    @Path("/spend-limits")
    public Uni<SpendLimitView> create(@Nullable SpendLimitCommand command) {
        SpendLimitCommand told = Required.body(command);
        SpendLimit limit = SpendLimit.of(told, Instant.now());
        return limits.create(limit, told).flatMap(_ -> view(limit.id));
    }

    @Operation(
            summary = "Spend limits, with what is spent in the present period; one of an id, or by a part of the name.")
    @GET
    @Path("/spend-limits")
    public Uni<Page<SpendLimitView>> list(
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return limits.page(accountId == null ? "" : accountId, Search.of(search), PageAsk.of(after, before, limit));
    }

    @Operation(summary = "One spend limit.")
    @GET
    @Path("/spend-limits/{id}")
    public Uni<SpendLimitView> view(@RestPath String id) {
        return limits.view(id).map(found -> found.orElseThrow(SpendLimitResource::unknown));
    }

    @Operation(summary = "Changes a spend limit; a lower amount recalls what is held.")
    @PATCH
    @Path("/spend-limits/{id}")
    public Uni<SpendLimitView> change(@RestPath String id, @Nullable SpendLimitCommand command) {
        return limits.change(id, Required.body(command)).flatMap(found -> {
            if (!found) {
                throw unknown();
            }
            return view(id);
        });
    }

    @Operation(summary = "Ends a spend limit: it binds nobody any more.")
    @DELETE
    @Path("/spend-limits/{id}")
    public Uni<SpendLimitView> end(@RestPath String id) {
        return limits.end(id).flatMap(_ -> view(id));
    }

    private static ServiceException unknown() {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no such spend limit.");
    }
}
