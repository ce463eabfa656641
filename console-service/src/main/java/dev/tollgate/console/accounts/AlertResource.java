package dev.tollgate.console.accounts;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.BudgetPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.billing.v1.CreatedAlertTarget;
import dev.tollgate.contract.billing.v1.SpendAlertView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account's alerts, and where they go.
@Tag(name = "Alerts")
@Path("/api/v1/accounts/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class AlertResource {
    private final AuthPeer authPeer;
    private final BudgetPeer budgetPeer;

    @Inject
    AlertResource(AuthPeer authPeer, BudgetPeer budgetPeer) {
        this.authPeer = authPeer;
        this.budgetPeer = budgetPeer;
    }

    @Operation(summary = "Thresholds of limits and budgets that were reached, newest first.")
    @GET
    @Path("alerts")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<Page<SpendAlertView>> alerts(@PathParam("id") String id, @BeanParam PageAsk ask) {
        return budgetPeer.alerts(id, ask);
    }

    @Operation(summary = "Says where alerts go; a webhook's secret is told in this answer only.")
    @POST
    @Path("alert-targets")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<CreatedAlertTarget> add(@PathParam("id") String id, @Nullable AlertTargetCommand body) {
        AlertTargetCommand command = Body.required(body);
        return authPeer.account(id)
                .chain(() -> budgetPeer.addTarget(new AlertTargetCommand(id, command.kind(), command.address())));
    }

    @Operation(summary = "Where alerts go, newest first.")
    @GET
    @Path("alert-targets")
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<Page<AlertTargetView>> targets(@PathParam("id") String id, @BeanParam PageAsk ask) {
        return budgetPeer.targets(id, ask);
    }

    @Operation(summary = "Ends a target: no alert goes there any more.")
    @DELETE
    @Path("alert-targets/{targetId}")
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<AlertTargetView> end(@PathParam("id") String id, @PathParam("targetId") String targetId) {
        return budgetPeer.target(targetId).chain(target -> {
            if (!target.accountId().equals(id)) {
                throw new ServiceException(ErrorCode.NOT_FOUND, "There is no such alert target.");
            }
            return budgetPeer.endTarget(targetId);
        });
    }
}
