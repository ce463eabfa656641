package dev.tollgate.console.users;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Logins. A session is a token like the others: it is listed among them, and ended there.
@Tag(name = "Tokens")
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    private final PeoplePeer people;

    @Inject
    SessionResource(PeoplePeer people) {
        this.people = people;
    }

    @Operation(
            summary =
                    "Logs in: a token for 12 hours with all that the user has. Ten failures in a row cost 15 minutes.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OpenToAll("who logs in has no token yet")
    public Uni<CreatedToken> login(@Nullable Login body) {
        return people.login(Body.required(body)).map(SessionResource::told);
    }

    private static CreatedToken told(LoginAnswer answer) {
        return switch (answer.verdict()) {
            case GRANTED -> Objects.requireNonNull(answer.created());
            case REFUSED -> throw new ServiceException(ErrorCode.INVALID_API_KEY, "Login or password is wrong.");
            case LOCKED ->
                throw new ServiceException(
                        ErrorCode.RATE_LIMIT_EXCEEDED, "Too many failed logins: try again in 15 minutes.");
        };
    }
}
