package dev.tollgate.console.error;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Answers what never reaches a resource, in the one envelope like everything else, and people with a browser by a
/// page: paths that nobody serves, and bodies that are too large by their own account.
@ApplicationScoped
class Outside {
    private static final int FIRST = Integer.MIN_VALUE;
    private static final int LAST = 100_000;

    /// Bodies are commands of a few lines, except where a file is sent.
    private static final long COMMAND_MAX = 1 << 20;

    private static final Set<String> FILES =
            Set.of("/api/v1/prices/drafts", "/api/v1/prices/drafts/import", "/api/v1/reconciliations");

    private final long bodyMax;
    private final ErrorPages pages;

    @Inject
    Outside(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodyMax, ErrorPages pages) {
        this.pages = pages;
        this.bodyMax = bodyMax.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::passUnlessTooLarge);
        router.route().order(LAST).handler(this::unknownPath);
    }

    private void passUnlessTooLarge(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        long max = FILES.contains(context.normalizedPath()) ? bodyMax : Math.min(bodyMax, COMMAND_MAX);
        // Vert.x has refused a length that is no number; one of 19 digits or more is too large in any case.
        if (length != null && (length.length() > 18 || Long.parseLong(length) > max)) {
            context.response().putHeader("Connection", "close");
            answer(context, new ServiceError(ErrorCode.REQUEST_TOO_LARGE, "The body exceeds " + max + " bytes."));
        } else {
            context.next();
        }
    }

    private void unknownPath(RoutingContext context) {
        ServiceError error = new ServiceError(ErrorCode.NOT_FOUND, "There is nothing at this path.");
        if (pages.isForPeople(context)) {
            pages.answer(context, error);
        } else {
            answer(context, error);
        }
    }

    private static void answer(RoutingContext context, ServiceError error) {
        HttpServerResponse response = context.response();
        response.setStatusCode(error.code().status())
                .putHeader(
                        Headers.REQUEST_ID,
                        RequestId.next(System.currentTimeMillis()).toString())
                .putHeader("Content-Type", "application/json")
                .end(JsonObject.mapFrom(error.envelope()).toBuffer());
    }
}
