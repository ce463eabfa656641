package dev.tollgate.billing.alert;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.billing.v1.CreatedAlertTarget;
import dev.tollgate.contract.billing.v1.SpendAlertView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Alerts of spend limits, and where they go.
@Tag(name = "Alerts")
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class AlertResource {
    private final Alerts alerts;
    private final Targets targets;

    AlertResource(Alerts alerts, Targets targets) {
        this.alerts = alerts;
        this.targets = targets;
    }

    @Operation(summary = "An account's alerts, newest first.")
    @GET
    @Path("/spend-alerts")
    public Uni<Page<SpendAlertView>> alerts(
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return alerts.page(Required.text(accountId, "account_id"), PageAsk.of(after, before, limit));
    }

    @Operation(summary = "Says where an account's alerts go; a webhook's secret is told in this answer only.")
    @POST
    @Path("/alert-targets")
    public Uni<CreatedAlertTarget> add(@Nullable AlertTargetCommand command) {
        return targets.add(Required.body(command));
    }

    @Operation(summary = "Where an account's alerts go, newest first.")
    @GET
    @Path("/alert-targets")
    public Uni<Page<AlertTargetView>> targets(
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return targets.page(Required.text(accountId, "account_id"), PageAsk.of(after, before, limit));
    }

    @Operation(summary = "One target.")
    @GET
    @Path("/alert-targets/{id}")
    public Uni<AlertTargetView> target(@RestPath String id) {
        return targets.view(id).map(found -> found.orElseThrow(AlertResource::unknown));
    }

    @Operation(summary = "Ends a target: no alert goes there any more.")
    @DELETE
    @Path("/alert-targets/{id}")
    public Uni<AlertTargetView> end(@RestPath String id) {
        return targets.end(id).map(found -> found.orElseThrow(AlertResource::unknown));
    }

    private static ServiceException unknown() {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no such alert target.");
    }
}
