package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.UsageSumView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// What usage comes to, by hour and by day.
@Tag(name = "Usage")
@Path(InternalPaths.USAGE_SUMS)
@Produces(MediaType.APPLICATION_JSON)
class UsageSumResource {
    private final UsageSums sums;

    UsageSumResource(UsageSums sums) {
        this.sums = sums;
    }

    @Operation(summary = "Sums of usage per hour or day, key and model, newest first.")
    @GET
    public Uni<Page<UsageSumView>> page(
            @RestQuery @Nullable String interval,
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery("key_id") @Nullable String keyId,
            @RestQuery @Nullable String model,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to) {
        Interval chosen = Interval.of(interval == null ? "day" : interval)
                .orElseThrow(() -> Required.invalid("interval", "interval must be hour or day."));
        UsageSums.Filter filter = new UsageSums.Filter(
                accountId,
                keyId,
                model,
                after == null ? null : cursor(after, "after"),
                before == null ? null : cursor(before, "before"),
                from == null
                        ? null
                        : Long.valueOf(UsageResource.moment(from, "from").getEpochSecond()),
                to == null ? null : Long.valueOf(UsageResource.moment(to, "to").getEpochSecond()));
        return sums.page(chosen, filter, PageAsk.of(after, before, limit));
    }

    private static SumKey cursor(String text, String param) {
        return SumKey.of(text).orElseThrow(() -> Required.invalid(param, param + " is not the id of a usage sum."));
    }
}
