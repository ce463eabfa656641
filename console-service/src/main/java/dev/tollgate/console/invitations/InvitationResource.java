package dev.tollgate.console.invitations;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.InvitationPeer;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.MailedToken;
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

/// Invitations to the installation; and what is done with the link of any.
@Tag(name = "Invitations")
@Path("/api/v1/invitations")
@Produces(MediaType.APPLICATION_JSON)
public class InvitationResource {
    private final InvitationPeer peer;
    private final Caller caller;

    @Inject
    InvitationResource(InvitationPeer peer, Caller caller) {
        this.peer = peer;
        this.caller = caller;
    }

    @Operation(summary = "Invites an address to sign up, with an account of its own.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.USERS_WRITE)
    public Uni<InvitationView> make(@Nullable InvitationCommand body) {
        return peer.make(null, caller.principal().userId(), Body.required(body));
    }

    @Operation(summary = "Invitations to the installation, newest first; by a part of the address.")
    @GET
    @Requires(Permission.USERS_READ)
    public Uni<Page<InvitationView>> list(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        return peer.list(null, search, ask);
    }

    @Operation(summary = "Sends the mail again, with another link; the one before is none any more.")
    @POST
    @Path("{id}/resend")
    @Requires(Permission.USERS_WRITE)
    public Uni<InvitationView> resend(@PathParam("id") String id) {
        return peer.resend(null, id);
    }

    @Operation(summary = "Takes an invitation back.")
    @DELETE
    @Path("{id}")
    @Requires(Permission.USERS_WRITE)
    public Uni<InvitationView> revoke(@PathParam("id") String id) {
        return peer.revoke(null, id);
    }

    @Operation(summary = "What the link of a mail invites to, and whom.")
    @POST
    @Path("look")
    @Consumes(MediaType.APPLICATION_JSON)
    @OpenToAll("the token of the mail says who it is")
    public Uni<InvitationView> look(@Nullable MailedToken body) {
        return peer.look(Body.required(body));
    }

    @Operation(summary = "Accepts an invitation to an account, as the user whose login is the invited address.")
    @POST
    @Path("accept")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<InvitationView> accept(@Nullable MailedToken body) {
        return peer.accept(caller.principal().userId(), Body.required(body));
    }
}
