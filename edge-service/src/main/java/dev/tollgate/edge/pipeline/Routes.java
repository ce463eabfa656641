package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.account.AccountEndpoints;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.models.ModelsEndpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.stream.Collectors;

/// The public paths. Each is served with and without `/v1`, since some clients drop it; a doubled one gets a hint.
@ApplicationScoped
class Routes {
    private static final int LAST = 100_000;

    private final ChatPipeline chat;
    private final ModelsEndpoint models;
    private final AccountEndpoints account;
    private final Refusals refusals;

    Routes(ChatPipeline chat, ModelsEndpoint models, AccountEndpoints account, Refusals refusals) {
        this.chat = chat;
        this.models = models;
        this.account = account;
        this.refusals = refusals;
    }

    void register(@Observes Router router) {
        for (String prefix : new String[] {"/v1", ""}) {
            serve(router.route(prefix + "/chat/completions"), chat::handle, HttpMethod.POST);
            serve(router.route(prefix + "/models"), models::list, HttpMethod.GET, HttpMethod.HEAD);
            serve(router.route(prefix + "/models/*"), models::get, HttpMethod.GET, HttpMethod.HEAD);
            serve(router.route(prefix + "/credits"), account::credits, HttpMethod.GET, HttpMethod.HEAD);
            serve(router.route(prefix + "/usage/*"), account::usage, HttpMethod.GET, HttpMethod.HEAD);
        }
        router.route().order(LAST).handler(context -> unknownPath(context.request()));
    }

    private void serve(Route route, Handler<HttpServerRequest> handler, HttpMethod... methods) {
        List<HttpMethod> taken = List.of(methods);
        String allow = taken.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        route.handler(context -> {
            HttpServerRequest request = context.request();
            if (taken.contains(request.method())) {
                handler.handle(request);
            } else {
                request.response().putHeader("Allow", allow);
                refusals.refuse(
                        request,
                        new ServiceError(
                                ErrorCode.METHOD_NOT_ALLOWED,
                                request.path() + " takes " + allow + ", not "
                                        + request.method().name() + "."));
            }
        });
    }

    private void unknownPath(HttpServerRequest request) {
        String hint =
                request.path().startsWith("/v1/v1/") ? " The base URL ends with /v1 already: drop one of the two." : "";
        refusals.refuse(
                request,
                new ServiceError(
                        ErrorCode.NOT_FOUND,
                        "There is nothing at " + request.method() + " " + request.path() + "." + hint));
    }
}
