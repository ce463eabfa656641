package dev.tollgate.auth.token;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// A user's sessions. Each is a token, and ended as one.
@Tag(name = "Sessions")
@Path(InternalPaths.USERS + "/{id}/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class UserSessionResource {
    private final Pool pool;
    private final TokenStore store;
    private final Sessions sessions;

    UserSessionResource(Pool pool, TokenStore store, Sessions sessions) {
        this.pool = pool;
        this.store = store;
        this.sessions = sessions;
    }

    @Operation(summary = "The user's sessions that are not over, newest first.")
    @GET
    public Uni<Page<TokenView>> list(
            @RestPath String id,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        Cursor cursor = Cursor.of(after, before, limit);
        return store.sessions(id, cursor).map(rows -> cursor.page(rows, TokenView::id));
    }

    @Operation(summary = "Ends the user's sessions, but for the one that `except` names.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("/end")
    public Uni<Void> end(@BeanParam Origin origin, @RestPath String id, @RestQuery @Nullable String except) {
        return pool.withTransaction(tx -> sessions.end(tx, id, except, origin)).replaceWithVoid();
    }
}
