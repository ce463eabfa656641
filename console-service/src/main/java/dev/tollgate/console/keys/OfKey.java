package dev.tollgate.console.keys;

import dev.tollgate.console.access.AccountOf;
import dev.tollgate.console.access.Asked;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.contract.auth.v1.KeyView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// The account of the key whose id the path tells.
@ApplicationScoped
public class OfKey implements AccountOf {
    private final AuthPeer authPeer;

    @Inject
    OfKey(AuthPeer authPeer) {
        this.authPeer = authPeer;
    }

    @Override
    public Uni<@Nullable String> find(Asked asked, String from) {
        return authPeer.key(asked.path(from.isEmpty() ? "id" : from)).map(KeyView::accountId);
    }
}
