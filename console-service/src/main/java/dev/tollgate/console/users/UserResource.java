package dev.tollgate.console.users;

import dev.tollgate.console.access.Refusals;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.console.peers.ProfilePeer;
import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserView;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Users. Who gives somebody a role, or a way into an account that has one, must have all of it himself.
@Tag(name = "Users")
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
    private final PeoplePeer people;
    private final ProfilePeer profiles;
    private final Caller caller;

    @Inject
    UserResource(PeoplePeer people, ProfilePeer profiles, Caller caller) {
        this.people = people;
        this.profiles = profiles;
        this.caller = caller;
    }

    @Operation(summary = "Makes a user. Without a password he cannot log in.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.USERS_WRITE)
    public Uni<UserView> create(@Nullable UserCommand body) {
        UserCommand command = Body.required(body);
        requireOwn(command.platformRoles());
        return people.createUser(command);
    }

    @Operation(summary = "Users, newest first; one of an id, or by a part of a login or name.")
    @GET
    @Requires(Permission.USERS_READ)
    public Uni<Page<UserView>> list(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        return people.users(search == null || search.isBlank() ? null : search.strip(), ask);
    }

    @Operation(summary = "One user.")
    @GET
    @Path("{id}")
    @Requires(Permission.USERS_READ)
    public Uni<UserView> get(@PathParam("id") String id) {
        return people.user(id);
    }

    @Operation(summary = "The accounts that the user belongs to, and what he is there; the first 500.")
    @GET
    @Path("{id}/memberships")
    @Requires(Permission.USERS_READ)
    public Uni<Page<MembershipView>> memberships(@PathParam("id") String id) {
        return people.memberships(id).map(all -> new Page<>("list", all, null, null, false));
    }

    @Operation(
            summary =
                    "Changes a user; absent fields stay. A role or status that is taken away is gone with the user's next call. The last active operator stays.")
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Permission.USERS_WRITE)
    public Uni<UserView> change(@PathParam("id") String id, @Nullable UserCommand body) {
        UserCommand command = Body.required(body);
        requireOwn(command.platformRoles());
        if (command.password() != null && !rights().coversAll()) {
            throw Refusals.escalation("Setting a user's password");
        }
        return people.changeUser(id, command);
    }

    @Operation(summary = "Takes a user's authenticator off: for one who has lost it, and his recovery codes.")
    @DELETE
    @Path("{id}/totp")
    @Requires(Permission.USERS_WRITE)
    public Uni<UserView> takeOffTotp(@PathParam("id") String id) {
        return profiles.takeOff(id);
    }

    @Operation(summary = "The user's tokens and sessions, newest first.")
    @GET
    @Path("{id}/tokens")
    @Requires(Permission.USERS_READ)
    public Uni<Page<TokenView>> tokens(@PathParam("id") String id, @BeanParam PageAsk ask) {
        return people.tokens(id, ask);
    }

    @Operation(summary = "Ends one of the user's tokens for good, with his next call.")
    @DELETE
    @Path("{id}/tokens/{token}")
    @Requires(Permission.USERS_WRITE)
    public Uni<TokenView> revoke(@PathParam("id") String id, @PathParam("token") String token) {
        return people.revokeToken(id, token);
    }

    private void requireOwn(@Nullable List<PlatformRole> roles) {
        if (roles != null && !roles.stream().allMatch(role -> role != null && rights().covers(role))) {
            throw Refusals.escalation("Giving these platform roles");
        }
    }

    private Rights rights() {
        return new Rights(caller.principal());
    }
}
