package dev.tollgate.console.insight;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.InsightPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.Dashboard;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How an account stands.
@Tag(name = "Insight")
@Path("/api/v1/accounts/{id}/dashboard")
@Produces(MediaType.APPLICATION_JSON)
public class DashboardResource {
    private final InsightPeer insight;
    private final AuthPeer authPeer;
    private final Caller caller;

    @Inject
    DashboardResource(InsightPeer insight, AuthPeer authPeer, Caller caller) {
        this.insight = insight;
        this.authPeer = authPeer;
        this.caller = caller;
    }

    @Operation(
            summary =
                    "How an account stands: spent today and this month, the last 24 hours and, for who may see it, its credit.")
    @GET
    @Requires(value = Permission.USAGE_READ, account = InPath.class)
    public Uni<Dashboard> dashboard(@PathParam("id") String id) {
        boolean money = new Rights(caller.principal()).on(id, Permission.BILLING_READ);
        return authPeer.account(id)
                .chain(() -> insight.dashboard(id))
                .map(dashboard -> money ? dashboard : dashboard.withoutMoney());
    }
}
