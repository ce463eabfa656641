package dev.tollgate.console.insight;

import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.peers.InsightPeer;
import dev.tollgate.console.peers.UsageQuery;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.UsageSummary;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What an account's usage comes to.
@Tag(name = "Insight")
@Path("/api/v1/usage/summary")
@Produces(MediaType.APPLICATION_JSON)
public class SummaryResource {
    private final InsightPeer insight;

    @Inject
    SummaryResource(InsightPeer insight) {
        this.insight = insight;
    }

    @Operation(
            summary =
                    "An account's usage in total and by hour or, where it is, by day: requests, errors, tokens, charge, p50 and p95.")
    @GET
    @Requires(value = Permission.USAGE_READ, account = InQuery.class)
    public Uni<UsageSummary> summary(@BeanParam UsageQuery query, @QueryParam("interval") @Nullable String interval) {
        return insight.summary(query, interval);
    }
}
