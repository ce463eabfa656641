package dev.tollgate.local.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.openai.BearerKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An endpoint that takes a Bearer key and a JSON object, in the order in which such providers look: key, content type,
/// JSON, fields, model. What it says to each is its [Dialect]'s.
public final class BearerJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A provider's words.
    public interface Dialect {

        ObjectNode error(String message);

        /// Judges the fields.
        Optional<Refusal> check(JsonNode body);

        /// @return empty when there is no model of that name
        Optional<Script> script(Stage stage, String model);

        Refusal noSuchModel(String model);

        Reply answer(JsonNode body, Script script);
    }

    public record Refusal(int status, ObjectNode json) {}

    private final Stage stage;
    private final Dialect dialect;

    public BearerJson(Stage stage, Dialect dialect) {
        this.stage = stage;
        this.dialect = dialect;
    }

    public void handle(HttpServerRequest request) {
        Exchange exchange = stage.open(request);
        exchange.body().onSuccess(body -> read(exchange, body));
    }

    private void read(Exchange exchange, Buffer bytes) {
        String key = BearerKey.of(exchange.request().getHeader("authorization"));
        if (stage.apiKey() != null && (key == null || !stage.accepts(key))) {
            refuse(exchange, 401, "invalid api token");
            return;
        }
        if (!isJson(exchange.request().getHeader("content-type"))) {
            refuse(exchange, 415, "the content type must be application/json");
            return;
        }
        JsonNode body = tree(bytes);
        if (body == null || !body.isObject()) {
            refuse(exchange, 400, "the body is not a JSON object");
            return;
        }
        String model = body.path("model").asText();
        exchange.entry().asked(model, body, bytes.length());
        Optional<Refusal> wrong = dialect.check(body);
        Optional<Script> script = dialect.script(stage, model);
        if (wrong.isEmpty() && script.isEmpty()) {
            wrong = Optional.of(dialect.noSuchModel(model));
        }
        if (wrong.isPresent()) {
            exchange.answer(wrong.get().status(), wrong.get().json());
            return;
        }
        if (!failed(exchange, script.get(), body, key)) {
            exchange.play(script.get(), dialect.answer(body, script.get()));
        }
    }

    /// Whether the model's name asked for an error, which was answered.
    private boolean failed(Exchange exchange, Script script, JsonNode body, @Nullable String key) {
        Fault fault = script.fault();
        if (fault == null
                || fault.status() == 0
                || (fault == Fault.HTTP_429_ONCE && !stage.log().isNew(body.toString()))) {
            return false;
        }
        if (fault.retryAfterSeconds() > 0) {
            exchange.response().putHeader("retry-after", Integer.toString(fault.retryAfterSeconds()));
        }
        String message = fault == Fault.LEAK
                ? "failed: " + exchange.request().absoluteURI() + " with " + (key == null ? "no key" : key)
                : "scripted error " + fault.status();
        refuse(exchange, fault.status(), message);
        return true;
    }

    private void refuse(Exchange exchange, int status, String message) {
        exchange.answer(status, dialect.error(message));
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static @Nullable JsonNode tree(Buffer bytes) {
        try {
            return JSON.readTree(bytes.getBytes());
        } catch (IOException e) {
            return null;
        }
    }
}
