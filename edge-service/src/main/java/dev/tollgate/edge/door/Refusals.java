package dev.tollgate.edge.door;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.access.AccessLine;
import dev.tollgate.edge.access.AccessLog;
import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.error.ErrorAnswer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.logging.Logger;

/// Answers that are not what the caller asked for. Nothing of what went wrong inside is told, but the request id,
/// by which the log line is found.
@Singleton
public class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final DoorMetrics metrics;
    private final AccessLog accessLog;

    Refusals(DoorMetrics metrics, AccessLog accessLog) {
        this.metrics = metrics;
        this.accessLog = accessLog;
    }

    /// A refusal that waiting does not mend.
    public void refuse(Exchange exchange, ServiceError error) {
        refuse(exchange, error, 0, Map.of());
    }

    /// A refusal at the door, before anything else of the request is known.
    public void refuse(HttpServerRequest request, ServiceError error) {
        refuse(Exchange.begin(request), error);
    }

    /// A refusal of somebody who is not known.
    public void refuse(Exchange exchange, ServiceError error, long retryAfterMillis, Map<String, String> headers) {
        refuse(Asked.unknown(exchange), error, retryAfterMillis, headers);
    }

    /// A refusal that waiting does not mend, of somebody who is known.
    public void refuse(Asked asked, ServiceError error) {
        refuse(asked, error, 0, Map.of());
    }

    /// @param retryAfterMillis when to come back; 0 says nothing, negative that it is no use: SDKs then do not
    ///     retry
    public void refuse(Asked asked, ServiceError error, long retryAfterMillis, Map<String, String> headers) {
        Exchange exchange = asked.exchange();
        HttpServerResponse response = exchange.response();
        metrics.refused(error.code());
        if (accessLog.wants(error.code().status(), false)) {
            accessLog.write(line(asked, error));
        }
        if (response.ended() || response.closed()) {
            return;
        }
        Leftover.discard(exchange.request());
        ErrorAnswer.send(response, exchange.errors(), exchange.id(), error, retryAfterMillis, headers);
    }

    private static AccessLine line(Asked asked, ServiceError error) {
        Exchange exchange = asked.exchange();
        AccessLine line = new AccessLine(
                exchange.id(), exchange.endpoint(), error.code().status(), "refused", exchange.elapsedMillis());
        KeyContext key = asked.key();
        if (key != null) {
            line.of(key.accountId(), key.keyId());
        }
        return line.with("code", error.code().code()).with("model", asked.model());
    }

    /// Stands around the steps of a request.
    ///
    /// @param letGo of what the request holds, whenever a step of it fails; what was let go before is so again
    public Guard guard(Asked asked, Runnable letGo) {
        return new Guard(this, asked, letGo);
    }

    /// Around the steps of a request that holds nothing yet.
    public Guard guard(Exchange exchange) {
        return guard(Asked.unknown(exchange), Refusals::nothing);
    }

    private static void nothing() {
        // Nothing is held.
    }

    /// An unexpected failure: logged once, told as an opaque 500.
    void broken(Asked asked, Throwable failure) {
        Exchange exchange = asked.exchange();
        RequestLog.about(exchange.id(), () -> LOG.errorf(failure, "request %s failed unexpectedly", exchange.id()));
        refuse(asked, new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side."));
    }
}
