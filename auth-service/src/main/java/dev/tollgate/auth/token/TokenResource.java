package dev.tollgate.auth.token;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Management of a user's tokens.
@Tag(name = "Tokens")
@Path(InternalPaths.USERS + "/{id}/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class TokenResource {
    private final Pool pool;
    private final UserStore users;
    private final TokenStore store;
    private final Tokens tokens;

    TokenResource(Pool pool, UserStore users, TokenStore store, Tokens tokens) {
        this.pool = pool;
        this.users = users;
        this.store = store;
        this.tokens = tokens;
    }

    @Operation(summary = "The user's tokens and sessions, newest first.")
    @GET
    public Uni<Page<TokenView>> list(
            @RestPath String id,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        Cursor cursor = Cursor.of(after, before, limit);
        return known(id).chain(() -> store.list(id, cursor)).map(rows -> cursor.page(rows, TokenView::id));
    }

    @Operation(summary = "Makes a personal access token; its secret is in this answer and nowhere else.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<CreatedToken> create(@BeanParam Origin origin, @RestPath String id, @Nullable TokenCommand body) {
        TokenCommand command = Fault.required(body);
        return known(id).chain(() -> tokens.personal(id, command, origin));
    }

    @Operation(summary = "Ends a token for good.")
    @POST
    @Path("/{token}/revoke")
    public Uni<TokenView> revoke(@BeanParam Origin origin, @RestPath String id, @RestPath String token) {
        return tokens.revoke(id, token, origin);
    }

    private Uni<?> known(String id) {
        return users.find(pool, id).onItem().ifNull().failWith(() -> Fault.notFound("user", id));
    }
}
