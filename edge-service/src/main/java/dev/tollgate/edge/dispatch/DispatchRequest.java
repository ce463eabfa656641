package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.relay.RelayHooks;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An admitted request, ready to be sent.
///
/// @param modelBound most output tokens of one answer of the model
/// @param outputBound tokens per choice to send upstream, or null for the caller's own; the clearance right before
///     the write has the last word
/// @param targets of the route, lowest priority number first
/// @param wish how its deployments are chosen
/// @param timeoutMillis from the request's coming to its answer's first byte; 0 for as long as it takes
/// @param startNanos when the request came, on the monotonic clock
/// @param headers for the answer
/// @param errors the format in which the caller is told of errors
/// @param traceparent told to providers that are configured for it, or null
public record DispatchRequest(
        String requestId,
        CallBody body,
        long modelBound,
        @Nullable Long outputBound,
        List<Target> targets,
        RouteWish wish,
        long timeoutMillis,
        long startNanos,
        Map<String, String> headers,
        @Nullable String traceparent,
        ErrorFormat errors,
        HttpServerResponse client,
        RelayHooks hooks,
        StandIn standIn) {}
