package dev.tollgate.ratelimit.day;

import dev.tollgate.contract.billing.v1.DayCounts;
import dev.tollgate.contract.billing.v1.DayCountsAsk;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/// The one call to billing, as it is on the wire.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(BillingHeaders.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface BillingClient {
    @POST
    @Path(InternalPaths.USAGE_DAY_COUNTS)
    Uni<DayCounts> count(DayCountsAsk ask);
}
