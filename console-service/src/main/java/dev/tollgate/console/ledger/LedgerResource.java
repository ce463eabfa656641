package dev.tollgate.console.ledger;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.VerifyReport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The ledger as a whole.
@Tag(name = "Ledger")
@Path("/api/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
public class LedgerResource {
    private final BillingPeer billingPeer;

    @Inject
    LedgerResource(BillingPeer billingPeer) {
        this.billingPeer = billingPeer;
    }

    @Operation(summary = "Recomputes all balances and charges, and names the first difference.")
    @GET
    @Path("verify")
    @Requires(Permission.BILLING_READ)
    public Uni<VerifyReport> verify() {
        return billingPeer.verify();
    }
}
