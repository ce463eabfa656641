package dev.tollgate.console.catalogue;

import dev.tollgate.console.peers.RoutingPeer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// The groups that accounts and keys may name: those of the catalogue in force.
@ApplicationScoped
public class Groups {
    private final RoutingPeer routingPeer;

    @Inject
    Groups(RoutingPeer routingPeer) {
        this.routingPeer = routingPeer;
    }

    /// Fails with a 400 that names the field when there is no such group; null or empty names none.
    public Uni<Void> require(@Nullable String group) {
        if (group == null || group.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return routingPeer
                .groups()
                .invoke(groups -> {
                    if (groups.stream().noneMatch(known -> known.id().equals(group))) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.INVALID_VALUE, "The catalogue has no group '" + group + "'.", "group"));
                    }
                })
                .replaceWithVoid();
    }
}
