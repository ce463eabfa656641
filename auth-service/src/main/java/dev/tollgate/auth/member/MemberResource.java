package dev.tollgate.auth.member;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.MemberCommand;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// Management of an account's members.
@Tag(name = "Members")
@Path(InternalPaths.ACCOUNTS + "/{id}/members")
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class MemberResource {
    private final Members members;

    MemberResource(Members members) {
        this.members = members;
    }

    @Operation(summary = "The account's members.")
    @GET
    public Uni<List<MemberView>> list(@RestPath String id) {
        return members.of(id);
    }

    @Operation(summary = "Makes a user a member, or changes what he is.")
    @PUT
    @Path("/{user}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<MemberView> set(
            @BeanParam Origin origin, @RestPath String id, @RestPath String user, @Nullable MemberCommand body) {
        AccountRole role = Fault.required(body).role();
        if (role == null) {
            throw new ServiceException(Fault.missing("role"));
        }
        return members.set(id, user, role, origin);
    }

    @Operation(summary = "Takes a user out of the account.")
    @DELETE
    @Path("/{user}")
    public Uni<MemberView> remove(@BeanParam Origin origin, @RestPath String id, @RestPath String user) {
        return members.remove(id, user, origin);
    }
}
