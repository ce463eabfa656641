package dev.tollgate.console.users;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.console.peers.ProfilePeer;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Logins. A session is a token like the others: it is listed among them, and here with the others that are not
/// over.
@Tag(name = "Tokens")
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    private final PeoplePeer people;
    private final ProfilePeer profiles;
    private final Caller caller;

    @Inject
    SessionResource(PeoplePeer people, ProfilePeer profiles, Caller caller) {
        this.people = people;
        this.profiles = profiles;
        this.caller = caller;
    }

    @Operation(
            summary =
                    "Logs in: a token for 12 hours with all that the user has. Who has an authenticator sends its code "
                            + "as `totp`, or a `recovery_code`; without one, a 400 names `totp`. Ten failures in a row cost 15 minutes.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OpenToAll("who logs in has no token yet")
    public Uni<CreatedToken> login(@Nullable Login body) {
        return people.login(Body.required(body)).map(SessionResource::told);
    }

    @Operation(summary = "The caller's own sessions that are not over, newest first, with what they were opened with.")
    @GET
    @Requires(value = Permission.TOKENS_READ, own = true)
    public Uni<Page<TokenView>> list(@BeanParam PageAsk ask) {
        return profiles.sessions(caller.principal().userId(), ask);
    }

    @Operation(summary = "Ends all of the caller's sessions but the one that calls.")
    @DELETE
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Void> endOthers() {
        return profiles.endSessions(
                caller.principal().userId(), caller.principal().tokenId());
    }

    @Operation(summary = "Ends one of the caller's own sessions; `current` is the one that calls.")
    @DELETE
    @Path("{id}")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<TokenView> end(@PathParam("id") String id) {
        String token = id.equals("current") ? caller.principal().tokenId() : id;
        if (token == null) {
            throw new ServiceException(ErrorCode.CONFLICT, "The admin token is no session: it is configuration.");
        }
        return people.revokeToken(caller.principal().userId(), token);
    }

    private static CreatedToken told(LoginAnswer answer) {
        return switch (answer.verdict()) {
            case GRANTED -> Objects.requireNonNull(answer.created());
            case REFUSED -> throw new ServiceException(ErrorCode.INVALID_API_KEY, "Login or password is wrong.");
            case LOCKED ->
                throw new ServiceException(
                        ErrorCode.RATE_LIMIT_EXCEEDED, "Too many failed logins: try again in 15 minutes.");
            case CODE_NEEDED ->
                throw new ServiceException(new ServiceError(
                        ErrorCode.MISSING_REQUIRED_PARAMETER,
                        "The code of your authenticator is needed as totp, or a recovery_code.",
                        "totp"));
            case CODE_REFUSED ->
                throw new ServiceException(new ServiceError(
                        ErrorCode.INVALID_API_KEY,
                        "The code is wrong, or was used before: wait for the next.",
                        "totp"));
            case UNCONFIRMED ->
                throw new ServiceException(new ServiceError(
                        ErrorCode.CONFLICT,
                        "Your address is not confirmed yet: follow the link in the mail, or ask for it again.",
                        "login"));
        };
    }
}
