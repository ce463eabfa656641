package dev.tollgate.edge.peers;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Which edge this is. The id is read from the journal's directory (rules 2), so that it is not known before the
/// journal is open: whoever opens it says [#become].
@Singleton
public class EdgeIdentity {
    private volatile @Nullable String id;

    /// Null until the journal is open.
    public @Nullable String id() {
        return id;
    }

    /// From now on inner calls carry this id.
    public void become(String edgeId) {
        this.id = edgeId;
    }
}
