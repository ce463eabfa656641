package dev.tollgate.edge.batch;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.edge.door.Door;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.key.Authenticator;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpUtils;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Passes files and batches on to batch, for the account of the caller's key alone. Nothing is held whole: an upload
/// goes on as it comes, and so does a file that is asked for.
@Singleton
public class BatchEndpoints implements PublicRoutes {
    private static final String FILES = "/files";
    private static final String BATCHES = "/batches";
    private static final List<HttpMethod> OF_LIST = List.of(HttpMethod.GET, HttpMethod.POST);

    private final Door door;
    private final Passing passing;
    private final long bodyMax;

    BatchEndpoints(Door door, Passing passing, BatchConfig config) {
        this.door = door;
        this.passing = passing;
        this.bodyMax = config.bodyMax().asLongValue();
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return List.of(
                route(FILES, "files", OF_LIST),
                route(FILES + "/:file_id", "files", List.of(HttpMethod.GET, HttpMethod.DELETE)),
                route(FILES + "/:file_id/content", "files", List.of(HttpMethod.GET)),
                route(BATCHES, "batches", OF_LIST),
                route(BATCHES + "/:batch_id", "batches", List.of(HttpMethod.GET)),
                route(BATCHES + "/:batch_id/cancel", "batches", List.of(HttpMethod.POST)));
    }

    private PublicRoute route(String path, String label, List<HttpMethod> methods) {
        return new PublicRoute(path, label, methods, ErrorFormat.OPENAI, this::handle);
    }

    private void handle(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        request.pause();
        door.open(exchange, (caller, key) -> {
            if (isTooLarge(request.getHeader("Content-Length"))) {
                caller.refuse(new ServiceError(ErrorCode.REQUEST_TOO_LARGE, "The body exceeds " + bodyMax + " bytes."));
            } else {
                passing.pass(new Asking(exchange, caller, key, digest(key, request), target(request)));
            }
        });
    }

    /// Vert.x has refused what is no number; one of 19 digits or more is too large in any case.
    private boolean isTooLarge(@Nullable String length) {
        return length != null && (length.length() > 18 || Long.parseLong(length) > bodyMax);
    }

    private static String digest(KeyContext key, HttpServerRequest request) {
        String own = key.digest();
        return own != null
                ? own
                : Authenticator.digest(request.getHeader("Authorization")).orElse("");
    }

    /// The inner path, of what the router has matched: `//v1/files` is one too. And the query as it is.
    private static String target(HttpServerRequest request) {
        String path = HttpUtils.normalizePath(request.path());
        String below = path.startsWith("/v1/") ? path.substring("/v1".length()) : path;
        String query = request.query();
        return InternalPaths.ROOT + below + (query == null ? "" : "?" + query);
    }

    /// A call that is to be passed on.
    ///
    /// @param digest of the caller's key
    /// @param target path and query at batch
    record Asking(Exchange exchange, Door.Caller caller, KeyContext key, String digest, String target) {}
}
