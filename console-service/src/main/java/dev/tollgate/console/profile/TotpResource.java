package dev.tollgate.console.profile;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.ProfilePeer;
import dev.tollgate.contract.auth.v1.PasswordProof;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.TotpConfirmation;
import dev.tollgate.contract.auth.v1.TotpEnrolment;
import dev.tollgate.contract.auth.v1.TotpRemoval;
import dev.tollgate.contract.auth.v1.UserView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller's authenticator.
@Tag(name = "Profile")
@Path("/api/v1/me/totp")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TotpResource {
    private final ProfilePeer peer;
    private final Caller caller;

    @Inject
    TotpResource(ProfilePeer peer, Caller caller) {
        this.peer = peer;
        this.caller = caller;
    }

    @Operation(summary = "A secret for an authenticator, by the password; told in this answer only.")
    @POST
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<TotpEnrolment> enrol(@Nullable PasswordProof body) {
        return peer.enrol(caller.principal().userId(), Body.required(body));
    }

    @Operation(
            summary =
                    "Shows a code of it: logins need one from now on. The ten recovery codes are told in this answer only.")
    @POST
    @Path("confirm")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<RecoveryCodes> confirm(@Nullable TotpConfirmation body) {
        return peer.confirm(caller.principal().userId(), Body.required(body));
    }

    @Operation(summary = "Takes the authenticator off, by the password and a code or recovery code.")
    @POST
    @Path("remove")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<UserView> remove(@Nullable TotpRemoval body) {
        return peer.remove(caller.principal().userId(), Body.required(body));
    }
}
