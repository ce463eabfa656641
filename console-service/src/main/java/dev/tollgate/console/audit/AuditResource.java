package dev.tollgate.console.audit;

import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuditFilter;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.console.peers.RoutingPeer;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Who changed what, and by which call. Whole or not at all: a log that left out a service's changes would lie.
@Tag(name = "Audit")
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private static final Page<AuditEntryView> NONE = Page.of(List.of(), 1, AuditEntryView::id);

    private final AuthPeer authPeer;
    private final RoutingPeer routingPeer;
    private final BillingPeer billingPeer;

    @Inject
    AuditResource(AuthPeer authPeer, RoutingPeer routingPeer, BillingPeer billingPeer) {
        this.authPeer = authPeer;
        this.routingPeer = routingPeer;
        this.billingPeer = billingPeer;
    }

    @Operation(
            summary =
                    "Changes, newest first; by actor, action, object (`subject`), account and time. Owners see their account's.")
    @GET
    @Requires(value = Permission.AUDIT_READ, account = InQuery.class)
    public Uni<Page<AuditEntryView>> list(@BeanParam AuditFilter filter, @BeanParam PageAsk ask) {
        int limit = ask.limit();
        Uni<Page<AuditEntryView>> ofRouting = filter.accountId() == null
                ? routingPeer.audit(filter, ask)
                : Uni.createFrom().item(NONE);
        return Uni.combine()
                .all()
                .unis(authPeer.audit(filter, ask), ofRouting, billingPeer.audit(filter, ask))
                .with((auth, routing, billing) -> MergedPage.of(
                        Stream.of(auth, routing, billing)
                                .map(page -> only(filter.accountId(), page))
                                .toList(),
                        limit,
                        ask.before() != null));
    }

    /// A service of the release before does not know of accounts and answers with everybody's.
    private static Page<AuditEntryView> only(@Nullable String accountId, Page<AuditEntryView> page) {
        if (accountId == null) {
            return page;
        }
        List<AuditEntryView> own = page.data().stream()
                .filter(entry -> accountId.equals(entry.accountId()))
                .toList();
        return own.size() == page.data().size()
                ? page
                : new Page<>(page.object(), own, page.firstId(), page.lastId(), page.hasMore());
    }
}
