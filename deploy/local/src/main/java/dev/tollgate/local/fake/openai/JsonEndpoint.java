package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// Takes a request with a JSON body: checks key, content type, JSON and fields as OpenAI does, in that order, looks the
/// model up, and lets the [Operation] answer.
public final class JsonEndpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_JSON = "We could not parse the JSON body of your request. (HINT: This likely means "
            + "you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent "
            + "was not valid JSON.)";

    private final Stage stage;
    private final Operation operation;

    public JsonEndpoint(Stage stage, Operation operation) {
        this.stage = stage;
        this.operation = operation;
    }

    public void handle(HttpServerRequest request) {
        Exchange exchange = stage.open(request);
        exchange.body().onSuccess(body -> read(exchange, body));
    }

    private void read(Exchange exchange, Buffer bytes) {
        Optional<Rejection> early = BearerKey.check(exchange).or(() -> contentType(exchange.request()));
        if (early.isPresent()) {
            early.get().answer(exchange);
            return;
        }
        JsonNode body;
        try {
            body = JSON.readTree(bytes.getBytes());
        } catch (JsonProcessingException e) {
            Rejection.invalid(NOT_JSON, null, null).answer(exchange);
            return;
        } catch (IOException e) {
            throw new IllegalStateException("a byte array cannot fail to be read", e);
        }
        if (!body.isObject()) {
            Rejection.invalid(NOT_JSON, null, null).answer(exchange);
            return;
        }
        exchange.entry().asked(body.path("model").asText(), body, bytes.length());
        operation.check(body).ifPresentOrElse(rejection -> rejection.answer(exchange), () -> perform(exchange, body));
    }

    private void perform(Exchange exchange, JsonNode body) {
        String model = body.path("model").asText();
        Optional<Script> named = operation.script(model);
        if (named.isEmpty() && !stage.anyModel()) {
            Rejection.noSuchModel(model).answer(exchange);
            return;
        }
        Script script = named.orElse(Script.plain());
        Scripted.rejection(exchange, script, operation.prompt(body))
                .ifPresentOrElse(
                        rejection -> rejection.answer(exchange),
                        () -> operation.perform(new Operation.Call(exchange, body, script, named.isEmpty())));
    }

    private static Optional<Rejection> contentType(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return bare.equals("application/json")
                ? Optional.empty()
                : Optional.of(Rejection.unsupportedContentType(bare, type, "application/json"));
    }
}
