package dev.tollgate.console.accounts;

import dev.tollgate.console.access.InBody;
import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.catalogue.Groups;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.console.peers.BudgetPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Spend limits and budgets: amounts per period that keys draw on.
@Tag(name = "Spend limits")
@Path("/api/v1/spend-limits")
@Produces(MediaType.APPLICATION_JSON)
public class SpendLimitResource {
    private final AuthPeer authPeer;
    private final BillingPeer billingPeer;
    private final BudgetPeer budgetPeer;
    private final Groups groups;
    private final MembersOf members;

    @Inject
    SpendLimitResource(
            AuthPeer authPeer, BillingPeer billingPeer, BudgetPeer budgetPeer, Groups groups, MembersOf members) {
        this.authPeer = authPeer;
        this.billingPeer = billingPeer;
        this.budgetPeer = budgetPeer;
        this.groups = groups;
        this.members = members;
    }

    /// Billing makes it, then auth binds it. Should auth not, the limit is ended: what binds nobody is not there.
    @Operation(
            summary = "Makes a limit or a budget: of the keys that name it in `spend_limit_ids`, of a whole account, "
                    + "of its keys of one group, or of its keys of one user.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InBody.class)
    public Uni<SpendLimitView> create(@Nullable SpendLimitCommand body) {
        SpendLimitCommand command = Body.required(body);
        String account = command.accountId();
        Uni<?> known = account == null || account.isBlank()
                ? Uni.createFrom().voidItem()
                : authPeer.account(account)
                        .onFailure(ServiceException.class)
                        .transform(_ -> new ServiceException(new ServiceError(
                                ErrorCode.INVALID_VALUE, "There is no account '" + account + "'.", "account_id")));
        return known.chain(() -> groups.require(command.group()))
                .chain(() -> members.require(account, command.userId()))
                .chain(() -> billingPeer.createSpendLimit(command))
                .chain(made -> made.scope().equals("key")
                        ? Uni.createFrom().item(made)
                        : budgetPeer
                                .bind(made)
                                .onFailure()
                                .call(_ -> budgetPeer.endSpendLimit(made.id()))
                                .replaceWith(made));
    }

    @Operation(
            summary =
                    "Limits, with what is spent of them in the present period; one of an id, or by a part of the name.")
    @GET
    @Requires(value = Permission.BILLING_READ, account = InQuery.class)
    public Uni<Page<SpendLimitView>> list(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("search") @Nullable String search,
            @BeanParam PageAsk ask) {
        return billingPeer.spendLimits(accountId, search, ask);
    }

    @Operation(summary = "One limit.")
    @GET
    @Path("{id}")
    @Requires(value = Permission.BILLING_READ, account = OfSpendLimit.class)
    public Uni<SpendLimitView> get(@PathParam("id") String id) {
        return billingPeer.spendLimit(id);
    }

    @Operation(summary = "Changes a limit; a lower amount recalls what is held.")
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = OfSpendLimit.class)
    public Uni<SpendLimitView> change(@PathParam("id") String id, @Nullable SpendLimitCommand command) {
        return billingPeer.changeSpendLimit(id, Body.required(command));
    }

    /// Billing's end alone lets every key go; auth then forgets it.
    @Operation(summary = "Ends a limit or a budget: it binds nobody any more.")
    @DELETE
    @Path("{id}")
    @Requires(value = Permission.BILLING_WRITE, account = OfSpendLimit.class)
    public Uni<SpendLimitView> end(@PathParam("id") String id) {
        return budgetPeer
                .endSpendLimit(id)
                .call(ended -> ended.scope().equals("key")
                        ? Uni.createFrom().voidItem()
                        : budgetPeer.unbind(ended.accountId(), id));
    }
}
