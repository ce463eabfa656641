package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import java.util.List;

/// A session that wants a provider.
///
/// @param operation as the conventions for generative AI name it
/// @param targets of the route, lowest priority number first
/// @param beta passed on to the dialect
/// @param modelBound most output tokens of one answer of the model
/// @param messageMax bytes of one message
/// @param startNanos when the request came, on the monotonic clock
public record Dialing(
        String requestId,
        String operation,
        List<Target> targets,
        long affinity,
        boolean beta,
        long modelBound,
        int messageMax,
        long startNanos) {}
