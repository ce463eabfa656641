package dev.tollgate.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.demo.RequestLog.Entry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `POST /v1/chat/completions`: check as OpenAI does, then answer by the script that the model's name is.
final class ChatEndpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CONTEXT_WINDOW = 128_000;
    private static final String NOT_JSON = "We could not parse the JSON body of your request. (HINT: This likely means "
            + "you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent "
            + "was not valid JSON.)";

    private final Vertx vertx;
    private final DemoSettings settings;
    private final RequestLog log;
    private long sequence;

    ChatEndpoint(Vertx vertx, DemoSettings settings, RequestLog log) {
        this.vertx = vertx;
        this.settings = settings;
        this.log = log;
    }

    void handle(HttpServerRequest request) {
        Entry entry = log.open(request.path(), headers(request));
        request.response().closeHandler(closed -> entry.closed());
        request.response().exceptionHandler(broken -> entry.closed());
        request.body().onSuccess(body -> answer(request, body, entry)).onFailure(broken -> entry.closed());
    }

    static Rejection noSuchModel(String name) {
        String message = "The model `" + name + "` does not exist or you do not have access to it.";
        return Rejection.notFound(message, "model_not_found");
    }

    private void answer(HttpServerRequest request, Buffer bytes, Entry entry) {
        HttpServerResponse response = request.response();
        Optional<Rejection> early = Authorization.check(request, settings).or(() -> contentType(request));
        if (early.isPresent()) {
            reject(response, early.get(), entry);
            return;
        }
        JsonNode body;
        try {
            body = JSON.readTree(bytes.getBytes());
        } catch (JsonProcessingException e) {
            reject(response, Rejection.invalid(NOT_JSON, null, null), entry);
            return;
        } catch (IOException e) {
            throw new IllegalStateException("a byte array cannot fail to be read", e);
        }
        if (!body.isObject()) {
            reject(response, Rejection.invalid(NOT_JSON, null, null), entry);
            return;
        }
        entry.asked(body.path("model").asText(), body, bytes.length());
        Optional<Rejection> wrong = RequestCheck.check(body);
        if (wrong.isPresent()) {
            reject(response, wrong.get(), entry);
            return;
        }
        perform(request, new ChatRequest(body), entry);
    }

    private void perform(HttpServerRequest request, ChatRequest chat, Entry entry) {
        HttpServerResponse response = request.response();
        Optional<DemoModel> named = DemoModel.named(chat.model());
        if (named.isEmpty() && !settings.anyModel()) {
            reject(response, noSuchModel(chat.model()), entry);
            return;
        }
        DemoModel model = named.orElse(DemoModel.plain());
        Optional<Rejection> scripted = scripted(model, chat, request);
        if (scripted.isPresent()) {
            reject(response, scripted.get(), entry);
            return;
        }
        Answer answer = AnswerMaker.answer(chat, model);
        if (named.isPresent() && answer.usage().prompt() > CONTEXT_WINDOW) {
            reject(response, tooLong(answer.usage().prompt()), entry);
            return;
        }
        sequence++;
        String id = "chatcmpl-demo" + String.format(Locale.ROOT, "%020d", sequence);
        long created = System.currentTimeMillis() / 1_000;
        CompletionJson json = new CompletionJson(chat, answer, id, created, model.fault());
        response.putHeader("x-request-id", "req_" + id)
                .putHeader("openai-organization", "demo-organization")
                .putHeader("openai-processing-ms", "1")
                .putHeader("x-ratelimit-limit-requests", "9999");
        new Performance(vertx, request, model, json, entry).begin();
    }

    private Optional<Rejection> scripted(DemoModel model, ChatRequest chat, HttpServerRequest request) {
        Fault fault = model.fault();
        if (fault == null || (fault == Fault.HTTP_429_ONCE && !log.isNew(chat.promptText()))) {
            return Optional.empty();
        }
        if (fault == Fault.LEAK) {
            String key = Authorization.bearer(request.getHeader("authorization"));
            String message = "upstream failed: POST " + request.absoluteURI() + " with api key "
                    + (key == null ? "sk-demo-leaked-secret" : key);
            return Optional.of(new Rejection(500, message, "server_error", null, null));
        }
        return fault.rejection();
    }

    private static Rejection tooLong(long tokens) {
        String message = "This model's maximum context length is " + CONTEXT_WINDOW + " tokens. However, your messages "
                + "resulted in " + tokens + " tokens. Please reduce the length of the messages.";
        return Rejection.invalid(message, "messages", "context_length_exceeded");
    }

    private static Optional<Rejection> contentType(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (bare.equals("application/json")) {
            return Optional.empty();
        }
        String message = "Unsupported content type: '" + bare + "'. This API method only accepts 'application/json' "
                + "requests, but you specified the header 'Content-Type: " + type
                + "'. Please try again with a supported content type.";
        return Optional.of(new Rejection(415, message, "invalid_request_error", null, "unsupported_content_type"));
    }

    private static void reject(HttpServerResponse response, Rejection rejection, Entry entry) {
        entry.answered(rejection.status());
        entry.completed();
        DemoRoutes.send(response, rejection);
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }
}
