package dev.tollgate.auth.token;

import dev.tollgate.auth.ask.Client;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.LoginAnswer;
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

/// Logins.
@Tag(name = "Sessions")
@Path(InternalPaths.SESSIONS)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    private static final int PASSWORD_MAX = 200;

    private final Logins logins;

    SessionResource(Logins logins) {
        this.logins = logins;
    }

    @Operation(summary = "A session for a login and its password, or why there is none.")
    @POST
    @Timeout(value = 15, unit = ChronoUnit.SECONDS)
    public Uni<LoginAnswer> login(@BeanParam Origin origin, @BeanParam Client client, @Nullable Login body) {
        Login given = Fault.required(body);
        String login = given.login();
        String password = given.password();
        if (login == null) {
            Fault.refuse(Fault.missing("login"));
        } else if (password == null) {
            Fault.refuse(Fault.missing("password"));
        } else if (password.length() > PASSWORD_MAX) {
            Fault.refuse(Fault.invalid("password", "is too long"));
        } else {
            return logins.login(given, client.agent(), origin);
        }
        throw new IllegalStateException("a fault was let through");
    }
}
