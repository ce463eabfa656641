package dev.tollgate.auth.token;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ends a user's sessions, all at once.
@ApplicationScoped
public class Sessions {
    private final TokenStore store;
    private final Trail trail;

    Sessions(TokenStore store, Trail trail) {
        this.store = store;
        this.trail = trail;
    }

    /// @param except the id of one that goes on, or null
    /// @return how many were ended
    public Uni<Integer> end(SqlConnection tx, String userId, @Nullable String except, Origin origin) {
        return store.endSessions(tx, userId, except)
                .call(ended -> ended.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : trail.note(
                                tx,
                                origin,
                                new Trail.Deed("session.end_all", userId, null, null, Map.of("ended", ended))))
                .map(ended -> ended.size());
    }
}
