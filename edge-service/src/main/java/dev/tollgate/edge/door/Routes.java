package dev.tollgate.edge.door;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.quarkus.arc.All;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/// The public paths. Each is served with and without `/v1`, since some clients drop it; a common mistake gets a hint.
@Singleton
class Routes {
    private static final int LAST = 100_000;

    private final List<PublicRoute> routes;
    private final Refusals refusals;

    Routes(@All List<PublicRoutes> features, Refusals refusals) {
        this.routes = features.stream()
                .flatMap(feature -> feature.publicRoutes().stream())
                .toList();
        this.refusals = refusals;
    }

    void register(@Observes Router router) {
        for (String prefix : new String[] {"/v1", ""}) {
            routes.forEach(route -> serve(router.route(prefix + route.path()), route));
        }
        router.route().order(LAST).handler(context -> unknownPath(context.request()));
    }

    private void serve(io.vertx.ext.web.Route at, PublicRoute route) {
        String allow = route.methods().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        at.handler(context -> {
            HttpServerRequest request = context.request();
            if (route.methods().contains(request.method())) {
                Exchange exchange = Exchange.begin(request, route.label(), route.errors());
                refusals.guard(exchange).run(() -> route.handler().accept(exchange));
            } else {
                request.response().putHeader("Allow", allow);
                refusals.refuse(
                        Exchange.begin(request, route.label(), route.errors()),
                        new ServiceError(
                                ErrorCode.METHOD_NOT_ALLOWED,
                                request.path() + " takes " + allow + ", not "
                                        + request.method().name() + "."));
            }
        });
    }

    private void unknownPath(HttpServerRequest request) {
        refusals.refuse(
                request,
                new ServiceError(
                        ErrorCode.NOT_FOUND,
                        "There is nothing at " + request.method() + " " + request.path() + "."
                                + PathHint.of(request.path(), routes)));
    }
}
