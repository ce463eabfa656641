package dev.tollgate.billing.chargeback;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Accounts;
import dev.tollgate.contract.billing.v1.ChargebackCommand;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// Takes back credit whose payment was charged back.
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ChargebackResource {
    private final Chargebacks chargebacks;
    private final Accounts accounts;

    ChargebackResource(Chargebacks chargebacks, Accounts accounts) {
        this.chargebacks = chargebacks;
        this.accounts = accounts;
    }

    @POST
    @Path("/credit/{accountId}/chargebacks")
    public Uni<CreditView> book(@RestPath String accountId, @Nullable ChargebackCommand command) {
        String account = Required.text(accountId, "account_id");
        return chargebacks.book(Chargeback.of(account, Required.body(command))).flatMap(_ -> accounts.view(account));
    }
}
