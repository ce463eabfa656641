package dev.tollgate.auth.user;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/// Management of users.
@Tag(name = "Users")
@Path(InternalPaths.USERS)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 15, unit = ChronoUnit.SECONDS)
public class UserResource {
    private static final int SEARCH_MAX = 100;

    private final Pool pool;
    private final UserStore users;
    private final UserChanges changes;

    UserResource(Pool pool, UserStore users, UserChanges changes) {
        this.pool = pool;
        this.users = users;
        this.changes = changes;
    }

    @Operation(summary = "Users, newest first; one of an id, or those of whose logins or names this is a part.")
    @GET
    public Uni<Page<UserView>> list(
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        Cursor cursor = Cursor.of(after, before, limit);
        String wanted = search == null || search.isBlank() ? null : search.strip();
        if (wanted != null && wanted.length() > SEARCH_MAX) {
            throw new ServiceException(Fault.invalid("search", "must not be longer than " + SEARCH_MAX));
        }
        return users.list(pool, wanted, cursor).map(rows -> cursor.page(rows, UserView::id));
    }

    @Operation(summary = "One user.")
    @GET
    @Path("/{id}")
    public Uni<UserView> get(@RestPath String id) {
        return users.find(pool, id).onItem().ifNull().failWith(() -> Fault.notFound("user", id));
    }

    @Operation(summary = "Makes a user.")
    @POST
    public Uni<UserView> create(@BeanParam Origin origin, @Nullable UserCommand body) {
        UserCommand command = Fault.required(body);
        Fault.refuse(UserRules.faultOfNew(command));
        return changes.create(command, origin);
    }

    @Operation(summary = "Changes a user; absent fields stay.")
    @PATCH
    @Path("/{id}")
    public Uni<UserView> change(@BeanParam Origin origin, @RestPath String id, @Nullable UserCommand body) {
        UserCommand command = Fault.required(body);
        Fault.refuse(UserRules.faultOfChange(command));
        return changes.change(id, command, origin);
    }
}
