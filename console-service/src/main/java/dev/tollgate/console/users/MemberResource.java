package dev.tollgate.console.users;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Refusals;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.MemberCommand;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// An account's members. Users are named by their id, which each sees at `/api/v1/me`: nobody can try out logins.
@Tag(name = "Members")
@Path("/api/v1/accounts/{id}/members")
@Produces(MediaType.APPLICATION_JSON)
public class MemberResource {
    private final PeoplePeer people;
    private final Caller caller;

    @Inject
    MemberResource(PeoplePeer people, Caller caller) {
        this.people = people;
        this.caller = caller;
    }

    @Operation(summary = "The account's members, in the order in which they came.")
    @GET
    @Requires(value = Permission.MEMBERS_READ, account = InPath.class)
    public Uni<Page<MemberView>> list(@PathParam("id") String id) {
        return people.members(id).map(members -> Page.of(members, members.size(), MemberView::userId));
    }

    @Operation(
            summary = "Makes a user a member, or changes what he is: OWNER, MEMBER or BILLING. The last owner stays.")
    @PUT
    @Path("{user}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.MEMBERS_WRITE, account = InPath.class)
    public Uni<MemberView> set(
            @PathParam("id") String id, @PathParam("user") String user, @Nullable MemberCommand body) {
        MemberCommand command = Body.required(body);
        AccountRole role = command.role();
        if (role != null && !new Rights(caller.principal()).covers(id, role.permissions())) {
            throw Refusals.escalation("Making somebody " + role);
        }
        return people.setMember(id, user, command);
    }

    @Operation(summary = "Takes a user out of the account. The last owner stays.")
    @DELETE
    @Path("{user}")
    @Requires(value = Permission.MEMBERS_WRITE, account = InPath.class)
    public Uni<MemberView> remove(@PathParam("id") String id, @PathParam("user") String user) {
        return people.removeMember(id, user);
    }
}
