package dev.tollgate.local.demo;

import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.RequestLog;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.openai.OpenAiFake;
import dev.tollgate.local.fake.stripe.FakeStripeSettings;
import dev.tollgate.local.fake.stripe.StripeRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Sends each request to the fake that answers it, and tests to the log. All runs on one event loop, so nothing
/// here needs a lock.
final class DemoRoutes {

    private static final String REQUESTS = "/demo/requests";
    private static final String LIST_DEFAULT = "100";

    private DemoRoutes() {}

    static Router router(Vertx vertx, DemoSettings settings) {
        RequestLog log = new RequestLog();
        Stage stage = new Stage(vertx, log, settings.apiKey(), settings.anyModel());
        Router router = Router.router(vertx);
        router.route("/demo/*").handler(DemoRoutes::onlyFromHere);
        router.delete(REQUESTS).handler(context -> {
            log.reset();
            context.response().setStatusCode(204).end();
        });
        router.get(REQUESTS).handler(context -> {
            HttpServerRequest request = context.request();
            int limit = Integer.parseInt(request.getParam("limit", LIST_DEFAULT));
            send(context, log.newest(limit, request.getParam("model")).toString());
        });
        router.get("/demo/stats").handler(context -> send(context, log.stats().toString()));
        for (Fake fake : DemoFakes.all()) {
            Router own = Router.router(vertx);
            fake.mount(own, stage);
            router.route(fake.path() + "/*").subRouter(own);
        }
        FakeStripeSettings stripe = settings.stripe();
        if (stripe != null) {
            Router own = Router.router(vertx);
            new StripeRoutes(vertx, stripe).mount(own);
            router.route("/stripe/*").handler(DemoRoutes::onlyFromHere).subRouter(own);
        }
        router.route().handler(context -> OpenAiFake.nothingHere(stage.open(context.request())));
        return router;
    }

    private static void send(RoutingContext context, String json) {
        context.response().putHeader("content-type", "application/json").end(json);
    }

    /// What tests ask afterwards is for callers on this machine.
    private static void onlyFromHere(RoutingContext context) {
        if (isLocal(context.request())) {
            context.next();
        } else {
            context.response().setStatusCode(404).end();
        }
    }

    private static boolean isLocal(HttpServerRequest request) {
        try {
            return InetAddress.getByName(request.remoteAddress().hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
