package dev.tollgate.billing.redemption;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.CreatedRedemptionBatch;
import dev.tollgate.contract.billing.v1.RedeemCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchView;
import dev.tollgate.contract.billing.v1.RedemptionCodeView;
import dev.tollgate.contract.billing.v1.RedemptionView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
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

/// Redemption codes.
@Tag(name = "Redemption codes")
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class RedemptionResource {
    private final Batches batches;
    private final Redemptions redemptions;

    RedemptionResource(Batches batches, Redemptions redemptions) {
        this.batches = batches;
        this.redemptions = redemptions;
    }

    @Operation(summary = "Makes a batch of codes, which are told in this answer only.")
    @POST
    @Path("/redemption-batches")
    public Uni<CreatedRedemptionBatch> make(@Nullable RedemptionBatchCommand command) {
        return batches.make(Required.body(command));
    }

    @Operation(summary = "Batches, newest first.")
    @GET
    @Path("/redemption-batches")
    public Uni<Page<RedemptionBatchView>> list(
            @RestQuery @Nullable String after, @RestQuery @Nullable String before, @RestQuery @Nullable Integer limit) {
        return batches.page(PageAsk.of(after, before, limit));
    }

    @Operation(summary = "One batch.")
    @GET
    @Path("/redemption-batches/{id}")
    public Uni<RedemptionBatchView> get(@RestPath String id) {
        return batches.view(id).map(found -> found.orElseThrow(RedemptionResource::unknown));
    }

    @Operation(summary = "A batch's codes: what became of them, not what they are.")
    @GET
    @Path("/redemption-batches/{id}/codes")
    public Uni<Page<RedemptionCodeView>> codes(
            @RestPath String id,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        PageAsk ask = PageAsk.of(after, before, limit);
        return get(id).flatMap(_ -> batches.codes(id, ask));
    }

    @Operation(summary = "Ends a batch: none of its codes may be used any more. What they gave stays.")
    @POST
    @Path("/redemption-batches/{id}/disable")
    public Uni<RedemptionBatchView> disable(@RestPath String id) {
        return batches.disable(id).flatMap(_ -> get(id));
    }

    @Operation(summary = "Redeems a code, once per account however often it is sent.")
    @POST
    @Path("/credit/{accountId}/redemptions")
    public Uni<RedemptionView> redeem(@RestPath String accountId, @Nullable RedeemCommand command) {
        String account = Required.text(accountId, "account_id");
        return redemptions.redeem(account, Code.of(Required.body(command).code()));
    }

    private static ServiceException unknown() {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no such batch of codes.");
    }
}
