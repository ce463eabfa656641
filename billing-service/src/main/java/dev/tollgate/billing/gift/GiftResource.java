package dev.tollgate.billing.gift;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Accounts;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.GiftCommand;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// Gives credit.
@Tag(name = "Credit")
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class GiftResource {
    private final Gifts gifts;
    private final Accounts accounts;

    GiftResource(Gifts gifts, Accounts accounts) {
        this.gifts = gifts;
        this.accounts = accounts;
    }

    @Operation(summary = "Gives credit, once per idempotency key.")
    @POST
    @Path("/credit/{accountId}/gifts")
    public Uni<CreditView> give(@RestPath String accountId, @Nullable GiftCommand command) {
        String account = Required.text(accountId, "account_id");
        Gift gift = Gift.of(account, Required.body(command), Instant.now());
        return gifts.give(gift).flatMap(_ -> accounts.view(account));
    }
}
