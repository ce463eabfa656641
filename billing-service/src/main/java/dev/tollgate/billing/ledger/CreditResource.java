package dev.tollgate.billing.ledger;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.Credits;
import dev.tollgate.contract.billing.v1.Frozen;
import dev.tollgate.contract.billing.v1.OutageCredit;
import dev.tollgate.contract.billing.v1.Overdraft;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// An account's credit.
@Tag(name = "Credit")
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class CreditResource {
    private static final int ACCOUNTS_MAX = 100;

    private final Accounts accounts;

    CreditResource(Accounts accounts) {
        this.accounts = accounts;
    }

    @Operation(summary = "An account's balance, what is held of it, and what is free.")
    @GET
    @Path("/credit/{accountId}")
    public Uni<CreditView> credit(@RestPath String accountId) {
        return accounts.view(Required.text(accountId, "account_id"));
    }

    @Operation(summary = "The same of up to 100 accounts.")
    @POST
    @Path("/credits")
    public Uni<Credits> credits(Credits.@Nullable Ask body) {
        List<String> ids = Required.body(body).accountIds();
        if (ids == null || ids.size() > ACCOUNTS_MAX) {
            throw Required.invalid("account_ids", "account_ids must be a list of at most " + ACCOUNTS_MAX + " ids.");
        }
        ids.forEach(id -> Required.text(id, "account_ids"));
        return accounts.views(ids).map(Credits::new);
    }

    @Operation(summary = "Freezes an account, or thaws it.")
    @PUT
    @Path("/credit/{accountId}/frozen")
    public Uni<CreditView> freeze(@RestPath String accountId, @Nullable Frozen command) {
        return accounts.setFrozen(
                Required.text(accountId, "account_id"), Required.body(command).frozen());
    }

    @Operation(summary = "How far the account may go below zero.")
    @PUT
    @Path("/credit/{accountId}/overdraft")
    public Uni<CreditView> allowOverdraft(@RestPath String accountId, @Nullable Overdraft command) {
        long overdraft = Required.nanos(Required.body(command).overdraft(), "overdraft");
        return accounts.setOverdraft(Required.text(accountId, "account_id"), overdraft);
    }

    @PUT
    @Path("/credit/{accountId}/outage-credit")
    public Uni<CreditView> allowOutageCredit(@RestPath String accountId, @Nullable OutageCredit command) {
        long amount = Required.nanos(Required.body(command).outageCredit(), "outage_credit");
        return accounts.setOutageCredit(Required.text(accountId, "account_id"), amount);
    }
}
