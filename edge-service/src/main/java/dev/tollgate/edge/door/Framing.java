package dev.tollgate.edge.door;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Refuses requests of which two servers may not agree where they end or for whom they are, before anything else is
/// looked at: what follows such a request on its connection may have been smuggled past a proxy (RFC 9112, 6.1 and
/// 11.2).
///
/// Netty takes `Content-Length` away when both it and `Transfer-Encoding: chunked` came, so that the two cannot be
/// told from a mere chunked request: every chunked request is its connection's last.
@Singleton
class Framing {
    private static final AttributeKey<Boolean> LAST = AttributeKey.valueOf("tollgate.last");

    private final Refusals refusals;

    Framing(Refusals refusals) {
        this.refusals = refusals;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::check).failureHandler(this::failed);
    }

    /// What the router itself makes nothing of, such as a path that cannot be decoded.
    private void failed(RoutingContext context) {
        int status = context.statusCode();
        if (status >= 400 && status < 500) {
            refusals.refuse(
                    context.request(),
                    new ServiceError(ErrorCode.INVALID_VALUE, "The request line or a header is not valid."));
        } else {
            refusals.broken(
                    Asked.unknown(Exchange.begin(context.request())), Objects.requireNonNull(context.failure()));
        }
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2 || !(request.connection() instanceof ConnectionBase connection)) {
            context.next();
            return;
        }
        if (Boolean.TRUE.equals(connection.channel().attr(LAST).get())) {
            // Came behind a last one, perhaps not from whom it seems to: neither served nor answered.
            connection.close();
            return;
        }
        List<String> encodings = request.headers().getAll("Transfer-Encoding");
        String fault = fault(request, encodings);
        if (fault == null && encodings.isEmpty()) {
            context.next();
            return;
        }
        connection.channel().attr(LAST).set(true);
        request.response().putHeader("Connection", "close").endHandler(_ -> {
            if (request.isEnded()) {
                connection.close();
            }
        });
        if (fault == null) {
            context.next();
        } else {
            refusals.refuse(request, new ServiceError(ErrorCode.INVALID_VALUE, fault));
        }
    }

    private static @Nullable String fault(HttpServerRequest request, List<String> encodings) {
        if (encodings.size() > 1
                || (!encodings.isEmpty() && !encodings.getFirst().strip().equalsIgnoreCase("chunked"))) {
            return "The only Transfer-Encoding that is understood is `chunked`.";
        }
        List<String> hosts = request.headers().getAll("Host");
        return request.version() == HttpVersion.HTTP_1_1 && (hosts.size() != 1 || request.authority() == null)
                ? "Send one valid Host header."
                : null;
    }
}
