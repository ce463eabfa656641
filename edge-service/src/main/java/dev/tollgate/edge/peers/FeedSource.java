package dev.tollgate.edge.peers;

import dev.tollgate.contract.change.ChangePage;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.LongFunction;

/// Where a feed comes from.
///
/// @param service its name in logs and metrics: `auth`
/// @param channel the Redis channel that rings when something changed
/// @param changes asks "since revision n?"; empty when nothing is newer
public record FeedSource(String service, String channel, LongFunction<Uni<Optional<ChangePage>>> changes) {}
