package dev.tollgate.console.audit;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.console.peers.RoutingPeer;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Who changed what, and by which call. Whole or not at all: a log that left out a service's changes would lie.
@Tag(name = "Audit")
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private final AuthPeer authPeer;
    private final RoutingPeer routingPeer;
    private final BillingPeer billingPeer;

    @Inject
    AuditResource(AuthPeer authPeer, RoutingPeer routingPeer, BillingPeer billingPeer) {
        this.authPeer = authPeer;
        this.routingPeer = routingPeer;
        this.billingPeer = billingPeer;
    }

    @Operation(summary = "Changes, newest first; of one account, key, limit, provider or edge with `subject`.")
    @GET
    public Uni<Page<AuditEntryView>> list(@QueryParam("subject") @Nullable String subject, @BeanParam PageAsk ask) {
        int limit = ask.limit();
        return Uni.combine()
                .all()
                .unis(authPeer.audit(subject, ask), routingPeer.audit(subject, ask), billingPeer.audit(subject, ask))
                .with((auth, routing, billing) ->
                        MergedPage.of(List.of(auth, routing, billing), limit, ask.before() != null));
    }
}
