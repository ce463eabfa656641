package dev.tollgate.console.redemption;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.RedemptionPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.RedeemCommand;
import dev.tollgate.contract.billing.v1.RedemptionView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account redeems codes. Auth is asked first whether there is such an account: a code used for a misspelt one
/// would be lost.
@Tag(name = "Redemption codes")
@Path("/api/v1/accounts/{id}/redemptions")
@Produces(MediaType.APPLICATION_JSON)
public class RedemptionResource {
    private final AuthPeer authPeer;
    private final RedemptionPeer peer;

    @Inject
    RedemptionResource(AuthPeer authPeer, RedemptionPeer peer) {
        this.authPeer = authPeer;
        this.peer = peer;
    }

    @Operation(summary = "Redeems a code, once per account however often it is sent; an account has few tries an hour.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<RedemptionView> redeem(@PathParam("id") String id, @Nullable RedeemCommand command) {
        RedeemCommand redeem = Body.required(command);
        return authPeer.account(id).chain(() -> peer.redeem(id, redeem));
    }
}
