package dev.tollgate.local.fake.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.anthropic.AnthropicFake;
import dev.tollgate.local.fake.gemini.GeminiFake;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `POST /token`, and `POST
/// /v1/projects/{p}/locations/{l}/publishers/{google|anthropic}/models/{model}:{method}` with a token from
/// there. What lies behind it are the fakes of Gemini and of Anthropic, under the names that those answer to,
/// and `predict`.
public final class VertexFake implements Fake {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile(
            "/vertex/v1/projects/[^/]+/locations/[^/]+" + "/publishers/(google|anthropic)/models/([^/:]+):([A-Za-z]+)");
    private static final String BEARER = "Bearer ";
    private static final String ANTHROPIC_VERSION = "vertex-2023-10-16";

    private final TokenServer tokens = new TokenServer();
    private final GeminiFake gemini = new GeminiFake();
    private final AnthropicFake anthropic = new AnthropicFake();

    @Override
    public String path() {
        return "/vertex";
    }

    @Override
    public void mount(Router router, Stage stage) {
        router.post("/token").handler(context -> token(context.request()));
        router.route().handler(context -> {
            Exchange exchange = stage.open(context.request());
            exchange.body().onSuccess(bytes -> asked(exchange, bytes));
        });
    }

    private void token(HttpServerRequest request) {
        request.body().onSuccess(form -> {
            ObjectNode answer = tokens.answer(form.toString(), Instant.now());
            request.response()
                    .setStatusCode(answer.has("error") ? 400 : 200)
                    .putHeader("content-type", "application/json")
                    .end(answer.toString());
        });
    }

    private void asked(Exchange exchange, Buffer bytes) {
        HttpServerRequest request = exchange.request();
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !request.method().name().equals("POST")) {
            refuse(exchange, 404, "NOT_FOUND", "Requested entity was not found.");
            return;
        }
        String authorization = request.getHeader("authorization");
        boolean known = authorization != null
                && authorization.startsWith(BEARER)
                && tokens.knows(authorization.substring(BEARER.length()));
        if (!known) {
            refuse(
                    exchange,
                    401,
                    "UNAUTHENTICATED",
                    "Request had invalid authentication credentials. Expected OAuth 2 access token.");
            return;
        }
        String method = path.group(3);
        boolean claude = path.group(1).equals("anthropic");
        if (claude && (method.equals("rawPredict") || method.equals("streamRawPredict"))) {
            claude(exchange, path.group(2), bytes);
        } else if (!claude && method.equals("predict")) {
            Predict.answer(exchange, path.group(2), tree(bytes), bytes.length());
        } else if (!claude) {
            gemini.serve(exchange, path.group(2), method, bytes);
        } else {
            refuse(exchange, 404, "NOT_FOUND", "The method is not there.");
        }
    }

    /// Its body names no model, and the version that a header names elsewhere.
    private void claude(Exchange exchange, String model, Buffer bytes) {
        if (!(tree(bytes) instanceof ObjectNode body)) {
            refuse(exchange, 400, "INVALID_ARGUMENT", "The request's body is no JSON object.");
            return;
        }
        JsonNode version = body.remove("anthropic_version");
        if (version == null || !version.asText().equals(ANTHROPIC_VERSION)) {
            refuse(exchange, 400, "INVALID_ARGUMENT", "anthropic_version: Field required");
        } else if (body.has("model")) {
            refuse(exchange, 400, "INVALID_ARGUMENT", "model: Extra inputs are not permitted");
        } else {
            anthropic.serve(exchange, Buffer.buffer(body.put("model", model).toString()));
        }
    }

    static void refuse(Exchange exchange, int code, String status, String message) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error").put("code", code).put("message", message).put("status", status);
        exchange.answer(code, root);
    }

    private static @Nullable JsonNode tree(Buffer bytes) {
        try {
            return JSON.readTree(bytes.getBytes());
        } catch (IOException e) {
            return null;
        }
    }
}
