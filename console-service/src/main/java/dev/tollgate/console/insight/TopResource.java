package dev.tollgate.console.insight;

import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.InsightPeer;
import dev.tollgate.console.peers.UsageQuery;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.UsageTop;
import dev.tollgate.contract.billing.v1.UsageTopAsk;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What an account's usage mostly is.
@Tag(name = "Insight")
@Path("/api/v1/usage/top")
@Produces(MediaType.APPLICATION_JSON)
public class TopResource {
    private final InsightPeer insight;
    private final AuthPeer authPeer;

    @Inject
    TopResource(InsightPeer insight, AuthPeer authPeer) {
        this.insight = insight;
        this.authPeer = authPeer;
    }

    @Operation(summary = "The biggest of an account's models, keys, users or namespaces by charge, requests or tokens.")
    @GET
    @Requires(value = Permission.USAGE_READ, account = InQuery.class)
    public Uni<UsageTop> top(
            @BeanParam UsageQuery query,
            @QueryParam("by") @Nullable String by,
            @QueryParam("order") @Nullable String order,
            @QueryParam("limit") @Nullable String limit) {
        int rows = new PageAsk(null, null, limit).limit();
        String account = query.accountId();
        return owners(by, account)
                .flatMap(known -> insight.top(new UsageTopAsk(
                        account, query.keyId(), query.model(), query.from(), query.to(), by, order, rows, known)));
    }

    /// What billing does not know of keys: whose each is, or of which namespace.
    private Uni<Map<String, String>> owners(@Nullable String by, @Nullable String account) {
        if (account != null && "user".equals(by)) {
            return authPeer.keyUsers(account, null);
        }
        return account != null && "namespace".equals(by)
                ? authPeer.keyNamespaces(account, null)
                : Uni.createFrom().item(Map.of());
    }
}
