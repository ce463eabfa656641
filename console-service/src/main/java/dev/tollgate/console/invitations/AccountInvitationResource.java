package dev.tollgate.console.invitations;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Refusals;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.InvitationPeer;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account's invitations.
@Tag(name = "Invitations")
@Path("/api/v1/accounts/{id}/invitations")
@Produces(MediaType.APPLICATION_JSON)
public class AccountInvitationResource {
    private final InvitationPeer peer;
    private final Caller caller;

    @Inject
    AccountInvitationResource(InvitationPeer peer, Caller caller) {
        this.peer = peer;
        this.caller = caller;
    }

    @Operation(
            summary =
                    "Invites an address to the account, as OWNER, MEMBER or BILLING: a mail has the link, for seven days.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.MEMBERS_WRITE, account = InPath.class)
    public Uni<InvitationView> make(@PathParam("id") String id, @Nullable InvitationCommand body) {
        InvitationCommand command = Body.required(body);
        AccountRole role = command.role();
        if (role != null && !new Rights(caller.principal()).covers(id, role.permissions())) {
            throw Refusals.escalation("Inviting somebody as " + role);
        }
        return peer.make(id, caller.principal().userId(), command);
    }

    @Operation(summary = "The account's invitations, newest first; by a part of the address.")
    @GET
    @Requires(value = Permission.MEMBERS_READ, account = InPath.class)
    public Uni<Page<InvitationView>> list(
            @PathParam("id") String id, @QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        return peer.list(id, search, ask);
    }

    @Operation(summary = "Sends the mail again, with another link; the one before is none any more.")
    @POST
    @Path("{invitation}/resend")
    @Requires(value = Permission.MEMBERS_WRITE, account = InPath.class)
    public Uni<InvitationView> resend(@PathParam("id") String id, @PathParam("invitation") String invitation) {
        return peer.resend(id, invitation);
    }

    @Operation(summary = "Takes an invitation back.")
    @DELETE
    @Path("{invitation}")
    @Requires(value = Permission.MEMBERS_WRITE, account = InPath.class)
    public Uni<InvitationView> revoke(@PathParam("id") String id, @PathParam("invitation") String invitation) {
        return peer.revoke(id, invitation);
    }
}
