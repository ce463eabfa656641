package dev.tollgate.edge.door;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;

/// Answers that are not what the caller asked for. Nothing of what went wrong inside is told, but the request id,
/// by which the log line is found.
@ApplicationScoped
public class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final long MILLIS_PER_SECOND = 1_000;

    private final DoorMetrics metrics;

    Refusals(DoorMetrics metrics) {
        this.metrics = metrics;
    }

    /// A refusal that waiting does not mend.
    public void refuse(Exchange exchange, ServiceError error) {
        refuse(exchange, error, 0, Map.of());
    }

    /// A refusal at the door, before anything else of the request is known.
    public void refuse(HttpServerRequest request, ServiceError error) {
        refuse(Exchange.begin(request), error);
    }

    /// @param retryAfterMillis when to come back; 0 says nothing, negative that it is no use: SDKs then do not
    ///     retry
    public void refuse(Exchange exchange, ServiceError error, long retryAfterMillis, Map<String, String> headers) {
        HttpServerResponse response = exchange.response();
        metrics.refused(error.code());
        if (response.ended() || response.closed()) {
            return;
        }
        headers.forEach(response::putHeader);
        if (retryAfterMillis > 0) {
            long seconds = (retryAfterMillis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
            response.putHeader("Retry-After", Long.toString(seconds));
            response.putHeader("retry-after-ms", Long.toString(retryAfterMillis));
        } else if (retryAfterMillis < 0) {
            response.putHeader("x-should-retry", "false");
        }
        discardBody(exchange);
        response.setStatusCode(error.code().status())
                .putHeader(Headers.REQUEST_ID, exchange.id())
                .putHeader("Content-Type", "application/json")
                .end(JsonObject.mapFrom(error.envelope()).toBuffer());
    }

    /// An unexpected failure: logged once, told as an opaque 500.
    public void broken(Exchange exchange, Throwable failure) {
        LOG.errorf(failure, "request %s failed unexpectedly", exchange.id());
        refuse(exchange, new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side."));
    }

    /// A body that nobody will read must not be waited for: the connection ends with this answer.
    private static void discardBody(Exchange exchange) {
        if (!exchange.request().isEnded()) {
            if (exchange.request().headers().contains("Content-Length")
                    || exchange.request().headers().contains("Transfer-Encoding")) {
                exchange.response().putHeader("Connection", "close");
            }
            exchange.request().resume();
        }
    }
}
