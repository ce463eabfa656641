package dev.tollgate.auth.member;

import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/// Which accounts a user belongs to.
@Tag(name = "Members")
@Path(InternalPaths.USERS + "/{id}/memberships")
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class MembershipResource {
    private final Members members;

    MembershipResource(Members members) {
        this.members = members;
    }

    @Operation(summary = "The user's accounts, and what he is there.")
    @GET
    public Uni<List<MembershipView>> list(@RestPath String id) {
        return members.ofUser(id);
    }
}
