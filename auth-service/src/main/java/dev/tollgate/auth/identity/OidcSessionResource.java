package dev.tollgate.auth.identity;

import dev.tollgate.auth.ask.Client;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.OidcLogin;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Logins by an identity provider's word.
@Tag(name = "Sessions")
@Path(InternalPaths.SESSIONS + "/oidc")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class OidcSessionResource {
    private final Identities identities;

    OidcSessionResource(Identities identities) {
        this.identities = identities;
    }

    @Operation(summary = "A session for whom an identity provider named, or none; the caller has verified its word.")
    @POST
    public Uni<LoginAnswer> login(@BeanParam Origin origin, @BeanParam Client client, @Nullable OidcLogin body) {
        OidcLogin login = Fault.required(body);
        Fault.refuse(OidcRules.faultOf(login));
        return identities.login(login, client.agent(), origin);
    }
}
