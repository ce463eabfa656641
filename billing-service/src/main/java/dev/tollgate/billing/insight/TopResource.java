package dev.tollgate.billing.insight;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.UsageTop;
import dev.tollgate.contract.billing.v1.UsageTopAsk;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What an account's usage mostly is.
@Tag(name = "Insight")
@Path(InternalPaths.USAGE_TOP)
@Produces(MediaType.APPLICATION_JSON)
class TopResource {
    private final Insight insight;

    TopResource(Insight insight) {
        this.insight = insight;
    }

    @Operation(summary = "The biggest of an account's models, keys, users or namespaces, with each one's share.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<UsageTop> top(@Nullable UsageTopAsk body) {
        UsageTopAsk ask = Required.body(body);
        Top.By by = Top.By.of(Objects.requireNonNullElse(ask.by(), "model"))
                .orElseThrow(() -> Required.invalid("by", "by must be model, key, user or namespace."));
        Top.Order order = Top.Order.of(Objects.requireNonNullElse(ask.order(), "charge"))
                .orElseThrow(() -> Required.invalid("order", "order must be charge, requests or tokens."));
        Insight.Whose whose = new Insight.Whose(Required.text(ask.accountId(), "account_id"), ask.keyId(), ask.model());
        return insight.top(whose, ask, by, order);
    }
}
