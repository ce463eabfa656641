package dev.tollgate.console.profile;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.console.peers.ProfilePeer;
import dev.tollgate.contract.auth.v1.EmailChange;
import dev.tollgate.contract.auth.v1.PasswordChange;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.ProfileCommand;
import dev.tollgate.contract.auth.v1.UserView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller as a user.
@Tag(name = "Profile")
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {
    private final ProfilePeer peer;
    private final PeoplePeer people;
    private final Caller caller;

    @Inject
    ProfileResource(ProfilePeer peer, PeoplePeer people, Caller caller) {
        this.peer = peer;
        this.people = people;
        this.caller = caller;
    }

    @Operation(summary = "The caller's name, language, and what his login is.")
    @GET
    @Path("profile")
    @Requires(value = Permission.TOKENS_READ, own = true)
    public Uni<UserView> get() {
        return people.user(caller.principal().userId());
    }

    @Operation(summary = "Changes the caller's name or language; absent fields stay.")
    @PATCH
    @Path("profile")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<UserView> change(@Nullable ProfileCommand body) {
        return peer.change(caller.principal().userId(), Body.required(body));
    }

    @Operation(
            summary = "Sets another password, by the old one; the caller's other sessions end, and a mail tells him.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Void> changePassword(@Nullable PasswordChange body) {
        return peer.changePassword(
                caller.principal().userId(), caller.principal().tokenId(), Body.required(body));
    }

    @Operation(
            summary = "Asks to log in by another address, by the password: a mail to it has the link that confirms it, "
                    + "and the old address is told then.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("email")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Void> changeEmail(@Nullable EmailChange body) {
        return peer.changeEmail(caller.principal().userId(), Body.required(body));
    }
}
