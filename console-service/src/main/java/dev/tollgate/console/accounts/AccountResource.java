package dev.tollgate.console.accounts;

import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.console.peers.RoutingPeer;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.billing.v1.Frozen;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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

/// Accounts: who pays. A change of status reaches auth (keys are refused) and billing (no more grants).
@Tag(name = "Accounts")
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {
    private final AuthPeer authPeer;
    private final BillingPeer billingPeer;
    private final RoutingPeer routingPeer;

    @Inject
    AccountResource(AuthPeer authPeer, BillingPeer billingPeer, RoutingPeer routingPeer) {
        this.authPeer = authPeer;
        this.billingPeer = billingPeer;
        this.routingPeer = routingPeer;
    }

    @Operation(summary = "Makes an account.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<AccountView> create(@Nullable AccountCommand body) {
        AccountCommand command = Body.required(body);
        return requireGroup(command.group()).chain(() -> authPeer.createAccount(command));
    }

    @Operation(summary = "Accounts, newest first.")
    @GET
    public Uni<Page<AccountView>> list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable Integer limit) {
        return authPeer.accounts(after, before, limit);
    }

    @Operation(summary = "One account.")
    @GET
    @Path("{id}")
    public Uni<AccountView> get(@PathParam("id") String id) {
        return authPeer.account(id);
    }

    @Operation(summary = "Changes an account; every edge knows within a second.")
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<AccountView> change(@PathParam("id") String id, @Nullable AccountCommand body) {
        AccountCommand command = Body.required(body);
        return requireGroup(command.group())
                .chain(() -> authPeer.changeAccount(id, command))
                .call(account -> tellBilling(id, command.status()));
    }

    private Uni<?> tellBilling(String id, @Nullable AccountStatus status) {
        return status == null
                ? Uni.createFrom().voidItem()
                : billingPeer.setFrozen(id, new Frozen(status == AccountStatus.FROZEN));
    }

    private Uni<?> requireGroup(@Nullable String group) {
        if (group == null) {
            return Uni.createFrom().voidItem();
        }
        return routingPeer.groups().invoke(groups -> {
            if (groups.stream().noneMatch(known -> known.id().equals(group))) {
                throw new ServiceException(new ServiceError(
                        ErrorCode.INVALID_VALUE, "The catalogue has no group '" + group + "'.", "group"));
            }
        });
    }
}
