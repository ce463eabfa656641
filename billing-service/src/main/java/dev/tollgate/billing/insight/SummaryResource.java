package dev.tollgate.billing.insight;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.UsageSummary;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// What an account's usage comes to.
@Tag(name = "Insight")
@Path(InternalPaths.USAGE_SUMMARY)
@Produces(MediaType.APPLICATION_JSON)
class SummaryResource {
    private final Insight insight;

    SummaryResource(Insight insight) {
        this.insight = insight;
    }

    @Operation(summary = "An account's usage in total and by hour or by day where it is, with latencies.")
    @GET
    public Uni<UsageSummary> summary(
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery("key_id") @Nullable String keyId,
            @RestQuery @Nullable String model,
            @RestQuery @Nullable String interval,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        Range.Unit unit = Range.Unit.of(interval == null ? "hour" : interval)
                .orElseThrow(() -> Required.invalid("interval", "interval must be hour or day."));
        return insight.summary(new Insight.Whose(Required.text(accountId, "account_id"), keyId, model), unit, from, to);
    }
}
