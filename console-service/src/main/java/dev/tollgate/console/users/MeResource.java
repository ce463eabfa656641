package dev.tollgate.console.users;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Who calls.
@Tag(name = "Tokens")
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
    private final Caller caller;

    @Inject
    MeResource(Caller caller) {
        this.caller = caller;
    }

    @Operation(summary = "The caller, with his roles of this moment and his token's scopes.")
    @GET
    @Requires(value = Permission.TOKENS_READ, own = true)
    public Uni<Principal> get() {
        return Uni.createFrom().item(caller.principal());
    }
}
