package dev.tollgate.auth.totp;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.PasswordProof;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.TotpConfirmation;
import dev.tollgate.contract.auth.v1.TotpEnrolment;
import dev.tollgate.contract.auth.v1.TotpRemoval;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// A user's authenticator.
@Tag(name = "Authenticators")
@Path(InternalPaths.USERS + "/{id}/totp")
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 15, unit = ChronoUnit.SECONDS)
public class TotpResource {
    private final Authenticators authenticators;

    TotpResource(Authenticators authenticators) {
        this.authenticators = authenticators;
    }

    @Operation(summary = "A secret for an authenticator; its code is asked for once one was shown.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<TotpEnrolment> enrol(@RestPath String id, @Nullable PasswordProof body) {
        return authenticators.enrol(id, Fault.required(body).password());
    }

    @Operation(
            summary =
                    "Shows a code: from now on codes are asked for. Recovery codes are in this answer and nowhere else.")
    @POST
    @Path("/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RecoveryCodes> confirm(@BeanParam Origin origin, @RestPath String id, @Nullable TotpConfirmation body) {
        return authenticators.confirm(id, Fault.required(body).totp(), origin);
    }

    @Operation(summary = "Takes the authenticator off, by password and code.")
    @POST
    @Path("/remove")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<UserView> remove(@BeanParam Origin origin, @RestPath String id, @Nullable TotpRemoval body) {
        return authenticators.remove(id, Fault.required(body), origin);
    }

    @Operation(summary = "Takes the authenticator off, for an operator.")
    @DELETE
    public Uni<UserView> takeOff(@BeanParam Origin origin, @RestPath String id) {
        return authenticators.takeOff(id, origin);
    }
}
