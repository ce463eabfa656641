package dev.tollgate.console.accounts;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.catalogue.Groups;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.Frozen;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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

/// Accounts: who pays. A change of status reaches auth (keys are refused) and billing (no more grants).
@Tag(name = "Accounts")
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {
    private final AuthPeer authPeer;
    private final BillingPeer billingPeer;
    private final Groups groups;
    private final ListedAccounts listed;

    @Inject
    AccountResource(AuthPeer authPeer, BillingPeer billingPeer, Groups groups, ListedAccounts listed) {
        this.authPeer = authPeer;
        this.billingPeer = billingPeer;
        this.groups = groups;
        this.listed = listed;
    }

    @Operation(
            summary = "Makes an account; sent again with its `Idempotency-Key`, it answers with the one that is there.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.ACCOUNTS_WRITE)
    public Uni<AccountView> create(
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey, @Nullable AccountCommand body) {
        AccountCommand command = Body.required(body);
        return groups.require(command.group()).chain(() -> authPeer.createAccount(idempotencyKey, command));
    }

    @Operation(
            summary = "Accounts, newest first, with their credit for who may see it; of an id, or by a part of a name.")
    @GET
    @Requires(Permission.ACCOUNTS_READ)
    public Uni<Page<ListedAccount>> list(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        return authPeer.accounts(search, ask).flatMap(listed::withCredit);
    }

    @Operation(summary = "One account.")
    @GET
    @Path("{id}")
    @Requires(value = Permission.ACCOUNTS_READ, account = InPath.class)
    public Uni<AccountView> get(@PathParam("id") String id) {
        return authPeer.account(id);
    }

    @Operation(
            summary =
                    "Changes an account; every edge knows within a second. Safe to repeat: after a 503 it may have reached auth and not billing.")
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.ACCOUNTS_WRITE, account = InPath.class)
    public Uni<AccountView> change(@PathParam("id") String id, @Nullable AccountCommand body) {
        AccountCommand command = Body.required(body);
        return groups.require(command.group())
                .chain(() -> authPeer.changeAccount(id, command))
                .call(account -> tellBilling(id, command.status()));
    }

    /// That somebody looks at an account as its owner does, or why he freezes it.
    @Operation(summary = "Notes in the audit log who looks at the account or why it is frozen.")
    @POST
    @Path("{id}/notes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.ACCOUNTS_WRITE)
    public Uni<Void> note(@PathParam("id") String id, @Nullable AccountNote body) {
        return authPeer.note(id, Body.required(body));
    }

    private Uni<?> tellBilling(String id, @Nullable AccountStatus status) {
        return status == null
                ? Uni.createFrom().voidItem()
                : billingPeer.setFrozen(id, new Frozen(status == AccountStatus.FROZEN));
    }
}
