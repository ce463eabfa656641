package dev.tollgate.local.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/// Sends each request to what answers it. All runs on one event loop, so nothing here needs a lock.
final class DemoRoutes implements Handler<HttpServerRequest> {

    private static final String CHAT = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";
    private static final String REQUESTS = "/demo/requests";
    private static final int LIST_DEFAULT = 100;
    private static final long CREATED = 1_767_225_600L;

    private final RequestLog log = new RequestLog();
    private final DemoSettings settings;
    private final ChatEndpoint chat;

    DemoRoutes(Vertx vertx, DemoSettings settings) {
        this.settings = settings;
        this.chat = new ChatEndpoint(vertx, settings, log);
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        HttpServerResponse response = request.response();
        if (path.startsWith("/demo/")) {
            inspect(request, path);
        } else if (path.equals(CHAT)) {
            if (request.method().equals(HttpMethod.POST)) {
                chat.handle(request);
            } else {
                send(response, wrongMethod(request, path));
            }
        } else if (path.equals(MODELS) || path.startsWith(MODELS + "/")) {
            models(request, path);
        } else {
            String message = "Invalid URL (" + request.method() + " " + path + ")";
            send(response, Rejection.notFound(message, null));
        }
    }

    static void send(HttpServerResponse response, Rejection rejection) {
        if (rejection.retryAfterSeconds() > 0) {
            response.putHeader("retry-after", Integer.toString(rejection.retryAfterSeconds()));
        }
        send(response.setStatusCode(rejection.status()), rejection.toJson());
    }

    private static void send(HttpServerResponse response, ObjectNode json) {
        response.putHeader("content-type", "application/json").end(json.toString());
    }

    private static Rejection wrongMethod(HttpServerRequest request, String path) {
        String message = "Not allowed to " + request.method() + " on " + path
                + ". (HINT: Perhaps you meant to make your HTTP request using a different method?)";
        return new Rejection(405, message, "invalid_request_error", null, "method_not_supported");
    }

    private void models(HttpServerRequest request, String path) {
        Authorization.check(request, settings).ifPresentOrElse(rejection -> send(request.response(), rejection), () -> {
            if (path.equals(MODELS)) {
                send(request.response(), modelList());
            } else {
                oneModel(request.response(), path.substring(MODELS.length() + 1));
            }
        });
    }

    private static ObjectNode modelList() {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        Stream.concat(
                        List.of("demo", "demo-20ms", "demo-500ms", "demo-reasoning").stream(),
                        Stream.of(Fault.values()).map(Fault::modelName))
                .forEach(id -> data.add(model(id)));
        return list;
    }

    private static void oneModel(HttpServerResponse response, String id) {
        if (DemoModel.named(id).isPresent()) {
            send(response, model(id));
        } else {
            send(response, ChatEndpoint.noSuchModel(id));
        }
    }

    private static ObjectNode model(String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "demo");
    }

    /// What tests ask afterwards; only for callers on this machine.
    private void inspect(HttpServerRequest request, String path) {
        HttpServerResponse response = request.response();
        if (!isLocal(request)) {
            send(response, Rejection.notFound("Invalid URL (" + request.method() + " " + path + ")", null));
        } else if (path.equals(REQUESTS) && request.method().equals(HttpMethod.DELETE)) {
            log.reset();
            response.setStatusCode(204).end();
        } else if (path.equals(REQUESTS)) {
            String limit = request.getParam("limit", Integer.toString(LIST_DEFAULT));
            send(response, log.newest(Integer.parseInt(limit), request.getParam("model")));
        } else if (path.equals("/demo/stats")) {
            send(response, log.stats());
        } else {
            send(response, Rejection.notFound("Invalid URL (" + request.method() + " " + path + ")", null));
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
