package dev.tollgate.billing.verify;

import dev.tollgate.contract.billing.v1.VerifyReport;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `GET /ledger/verify`: 200 with the report, also when the books differ. Few at a time: each holds a
/// connection for as long as it takes.
@Tag(name = "Ledger")
@Path(InternalPaths.ROOT)
@Produces(MediaType.APPLICATION_JSON)
class VerifyResource {
    private final Verification verification;

    VerifyResource(Verification verification) {
        this.verification = verification;
    }

    @Operation(summary = "Recomputes all balances and charges; the report names the first difference.")
    @GET
    @Path("/ledger/verify")
    @Bulkhead(value = 2, waitingTaskQueue = 2)
    public Uni<VerifyReport> verify() {
        return verification.run();
    }
}
