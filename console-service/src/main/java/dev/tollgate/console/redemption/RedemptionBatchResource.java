package dev.tollgate.console.redemption;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.RedemptionPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.CreatedRedemptionBatch;
import dev.tollgate.contract.billing.v1.RedemptionBatchCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchView;
import dev.tollgate.contract.billing.v1.RedemptionCodeView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Batches of redemption codes.
@Tag(name = "Redemption codes")
@Path("/api/v1/redemption-batches")
@Produces(MediaType.APPLICATION_JSON)
public class RedemptionBatchResource {
    private final RedemptionPeer peer;

    @Inject
    RedemptionBatchResource(RedemptionPeer peer) {
        this.peer = peer;
    }

    @Operation(
            summary = "Makes a batch of codes, which are told in this answer only; once per `Idempotency-Key` "
                    + "(or `idempotency_key` in the body).")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.CREDIT_WRITE)
    public Uni<CreatedRedemptionBatch> make(
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Nullable RedemptionBatchCommand body) {
        return peer.make(named(Body.required(body), idempotencyKey));
    }

    @Operation(summary = "Batches, newest first.")
    @GET
    @Requires(Permission.BILLING_READ)
    public Uni<Page<RedemptionBatchView>> list(@BeanParam PageAsk ask) {
        return peer.batches(ask);
    }

    @Operation(summary = "One batch.")
    @GET
    @Path("{id}")
    @Requires(Permission.BILLING_READ)
    public Uni<RedemptionBatchView> get(@PathParam("id") String id) {
        return peer.batch(id);
    }

    @Operation(summary = "A batch's codes: what became of them, not what they are.")
    @GET
    @Path("{id}/codes")
    @Requires(Permission.BILLING_READ)
    public Uni<Page<RedemptionCodeView>> codes(@PathParam("id") String id, @BeanParam PageAsk ask) {
        return peer.codes(id, ask);
    }

    @Operation(summary = "Ends a batch: none of its codes may be used any more. What they gave stays.")
    @POST
    @Path("{id}/disable")
    @Requires(Permission.CREDIT_WRITE)
    public Uni<RedemptionBatchView> disable(@PathParam("id") String id) {
        return peer.disable(id);
    }

    private static RedemptionBatchCommand named(RedemptionBatchCommand command, @Nullable String key) {
        String own = command.idempotencyKey();
        if (key == null || key.equals(own)) {
            return command;
        }
        if (own != null) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.INVALID_VALUE,
                    "The header Idempotency-Key and the field idempotency_key differ.",
                    "idempotency_key"));
        }
        return new RedemptionBatchCommand(
                command.name(),
                command.amount(),
                command.codes(),
                command.maxUses(),
                command.expiresAt(),
                command.creditDays(),
                key);
    }
}
