package dev.tollgate.console.users;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.auth.v1.TokenView;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller's own tokens. What a token may is its scopes' and its user's roles' common part, at each use.
@Tag(name = "Tokens")
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {
    private final PeoplePeer people;
    private final Caller caller;

    @Inject
    TokenResource(PeoplePeer people, Caller caller) {
        this.people = people;
        this.caller = caller;
    }

    @Operation(
            summary =
                    "Makes a personal access token; its secret is in this answer and nowhere else. A token makes none that has more scopes or lasts longer than itself.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<CreatedToken> create(@Nullable TokenCommand body) {
        TokenCommand command = Narrowing.narrowed(Body.required(body), caller.principal());
        return people.createToken(caller.principal().userId(), command);
    }

    @Operation(summary = "The caller's own tokens and sessions, newest first.")
    @GET
    @Requires(value = Permission.TOKENS_READ, own = true)
    public Uni<Page<TokenView>> list(@BeanParam PageAsk ask) {
        return people.tokens(caller.principal().userId(), ask);
    }

    @Operation(summary = "Ends one of the caller's own tokens or sessions for good, with its next call.")
    @DELETE
    @Path("{id}")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<TokenView> revoke(@PathParam("id") String id) {
        return people.revokeToken(caller.principal().userId(), id);
    }
}
