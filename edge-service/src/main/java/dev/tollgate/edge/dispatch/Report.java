package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Clearance;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What is told of a request beside its answer: to its caller in headers, to its books, and to the log.
final class Report {
    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private Report() {}

    /// @param attempts so far, with the one that answers
    static Map<String, String> headers(DispatchRequest request, int attempts, Clearance.@Nullable Cleared terms) {
        Map<String, String> headers = HashMap.newHashMap(request.headers().size() + 2);
        headers.putAll(request.headers());
        headers.put(Headers.ATTEMPTS, Integer.toString(attempts));
        if (terms != null && terms.clamped() && terms.outputBound() != null) {
            headers.put(Headers.OUTPUT_BOUND, terms.outputBound().toString());
        }
        return headers;
    }

    /// What the books throw is a failure of theirs like any other.
    static Future<Void> books(DispatchRequest request, AnswerReport report) {
        Future<Void> kept;
        try {
            kept = request.hooks().ended(report);
        } catch (RuntimeException e) {
            kept = Future.failedFuture(e);
        }
        return kept.onFailure(failure -> RequestLog.about(
                request.requestId(),
                () -> LOG.errorf(failure, "the books of request %s were not kept", request.requestId())));
    }

    /// @param target null where it had come to none
    static void broken(DispatchRequest request, @Nullable Target target, RuntimeException failure) {
        RequestLog.about(
                request.requestId(),
                () -> LOG.errorf(
                        failure,
                        "request %s failed on its way to %s",
                        request.requestId(),
                        target == null ? "a deployment" : target.id()));
    }
}
