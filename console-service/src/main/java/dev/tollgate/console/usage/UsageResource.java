package dev.tollgate.console.usage;

import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.console.peers.InsightPeer;
import dev.tollgate.console.peers.UsageFilter;
import dev.tollgate.console.peers.UsageQuery;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.Receipt;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageSumView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What was used, and what it cost.
@Tag(name = "Usage")
@Path("/api/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {
    private final BillingPeer billingPeer;
    private final InsightPeer insight;
    private final UserKeys userKeys;

    @Inject
    UsageResource(BillingPeer billingPeer, InsightPeer insight, UserKeys userKeys) {
        this.billingPeer = billingPeer;
        this.insight = insight;
        this.userKeys = userKeys;
    }

    @Operation(
            summary =
                    "Usage records, newest first; by account, key, user, namespace, model, outcome, endpoint, charge and time. A page may be short and have more.")
    @GET
    @Requires(value = Permission.USAGE_READ, account = InQuery.class)
    public Uni<Page<UsageRecordView>> list(@BeanParam UsageFilter filter, @BeanParam PageAsk ask) {
        return userKeys.of(filter).flatMap(keys -> insight.usage(filter, keys, ask));
    }

    @Operation(summary = "Sums of usage per hour or day, key and model, newest first.")
    @GET
    @Path("sums")
    @Requires(value = Permission.USAGE_READ, account = InQuery.class)
    public Uni<Page<UsageSumView>> sums(
            @QueryParam("interval") @Nullable String interval, @BeanParam UsageQuery query, @BeanParam PageAsk ask) {
        return billingPeer.usageSums(interval, query, ask);
    }

    @Operation(summary = "The receipt of one request: quantities, prices and their version, hold and charge.")
    @GET
    @Path("{requestId}")
    @Requires(value = Permission.USAGE_READ, account = OfUsageRecord.class)
    public Uni<UsageRecordView> get(@PathParam("requestId") String requestId) {
        return billingPeer.usageRecord(requestId);
    }

    /// Field by field as billing signed it: one that this release does not know is under the signature, too.
    @Operation(summary = "The signed receipt of a request that is settled; 404 while it is not.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Receipt.class)))
    @GET
    @Path("{requestId}/receipt")
    @Requires(value = Permission.USAGE_READ, account = OfUsageRecord.class)
    public Uni<Map<String, @Nullable Object>> receipt(@PathParam("requestId") String requestId) {
        return billingPeer.usageRecord(requestId).chain(record -> billingPeer.receipt(requestId, record.accountId()));
    }
}
