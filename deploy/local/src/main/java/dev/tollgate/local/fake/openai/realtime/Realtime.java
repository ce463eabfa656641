package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.openai.BearerKey;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.Scripted;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /v1/realtime?model=demo-realtime`: refuses as plain HTTP what it can judge before the upgrade, then opens a
/// [Session]. The key is a Bearer header or, from browsers, a subprotocol, which is never echoed.
public final class Realtime {

    public static final String PATH = "/realtime";

    private static final String KEY_PROTOCOL = "openai-insecure-api-key.";
    private static final long SLOW_HEADERS_MILLIS = 3_000;

    private final Stage stage;
    private final String modelParameter;
    private long sequence;

    public Realtime(Stage stage) {
        this(stage, "model");
    }

    /// @param modelParameter which parameter of the address names the model
    public Realtime(Stage stage, String modelParameter) {
        this.stage = stage;
        this.modelParameter = modelParameter;
    }

    public static Optional<Script> script(String model) {
        return Script.named("demo-realtime", model);
    }

    public void handle(HttpServerRequest request) {
        Exchange exchange = stage.open(request);
        String model = request.getParam(modelParameter, "");
        exchange.entry().asked(model, JsonNodeFactory.instance.objectNode().put("model", model), 0);
        Script script = script(model).orElse(Script.plain());
        Optional<Rejection> refused = key(exchange)
                .or(() -> upgrade(request))
                .or(() -> known(model))
                .or(() -> Scripted.rejection(exchange, script, "realtime"));
        if (refused.isPresent()) {
            refused.get().answer(exchange);
            return;
        }
        switch (script.fault()) {
            case RESET -> exchange.reset();
            case STALL -> {}
            case SLOW_HEADERS -> {
                request.pause();
                stage.vertx().setTimer(SLOW_HEADERS_MILLIS, late -> open(exchange, model, script));
            }
            case null, default -> open(exchange, model, script);
        }
    }

    private void open(Exchange exchange, String model, Script script) {
        sequence++;
        String id = "demo" + sequence;
        exchange.request()
                .toWebSocket()
                .onSuccess(socket -> {
                    exchange.entry().answered(101);
                    Outbox outbox = new Outbox(socket, exchange, script.has(Fault.HUGE_LINE));
                    new Session(id, model, script, outbox).begin(socket);
                })
                .onFailure(broken -> exchange.entry().closed());
    }

    private static Optional<Rejection> key(Exchange exchange) {
        String given = keyProtocol(exchange.request().getHeader("sec-websocket-protocol"));
        if (given == null) {
            return BearerKey.check(exchange);
        }
        return exchange.stage().accepts(given)
                ? Optional.empty()
                : Optional.of(Rejection.unauthorized("Incorrect API key provided: ****."));
    }

    private static @Nullable String keyProtocol(@Nullable String offered) {
        return offered == null
                ? null
                : Arrays.stream(offered.split(","))
                        .map(String::strip)
                        .filter(protocol -> protocol.startsWith(KEY_PROTOCOL))
                        .map(protocol -> protocol.substring(KEY_PROTOCOL.length()))
                        .findFirst()
                        .orElse(null);
    }

    private static Optional<Rejection> upgrade(HttpServerRequest request) {
        String message = "This endpoint only accepts WebSocket connections.";
        return request.headers().contains("upgrade", "websocket", true)
                ? Optional.empty()
                : Optional.of(Rejection.invalid(message, null, "websocket_required"));
    }

    private Optional<Rejection> known(String model) {
        if (model.isEmpty()) {
            return Optional.of(Rejection.missing("model"));
        }
        return script(model).isPresent() || stage.anyModel()
                ? Optional.empty()
                : Optional.of(Rejection.noSuchModel(model));
    }
}
