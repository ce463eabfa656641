package dev.tollgate.billing.insight;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.Dashboard;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/// How accounts stand.
@Tag(name = "Insight")
@Path(InternalPaths.DASHBOARDS + "/{accountId}")
@Produces(MediaType.APPLICATION_JSON)
class DashboardResource {
    private final Insight insight;

    DashboardResource(Insight insight) {
        this.insight = insight;
    }

    @Operation(summary = "How an account stands: credit, what it spent today and this month, the last 24 hours.")
    @GET
    public Uni<Dashboard> dashboard(@RestPath String accountId) {
        return insight.dashboard(Required.text(accountId, "account_id"));
    }
}
