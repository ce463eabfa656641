package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `POST /v1/messages` as Anthropic serves it: who asks, what is asked, then the answer that the model's name scripts.
/// Models are Claude's own names, `demo` with its paces, and the faults.
public final class AnthropicFake implements Fake {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final String BEARER = "Bearer ";
    private static final int BODY_MAX = 32 << 20;
    private static final long CONTEXT_WINDOW = 200_000;
    private static final int FRAMES_BEFORE_FAULT = 8;

    private long sequence;

    /// What the real one would say against a request's body, whoever asks, in the API's older version; empty when it
    /// would take it.
    ///
    /// @param anyModel whether names that are none of Claude's take everything
    public static Optional<String> complaint(JsonNode body, boolean anyModel) {
        return RequestCheck.fields(body).or(() -> model(body, anyModel)
                .map(model -> RequestCheck.whole(body, model, RequestCheck.OLDER))
                .orElseGet(() -> Optional.of("model: " + body.path("model").asText())));
    }

    @Override
    public String path() {
        return "/anthropic";
    }

    @Override
    public void mount(Router router, Stage stage) {
        router.route(HttpMethod.POST, "/v1/messages").handler(context -> messages(stage.open(context.request())));
        router.route().handler(context -> {
            Exchange exchange = stage.open(context.request());
            refuse(exchange, Refusal.notFound("Not Found"));
        });
    }

    private void messages(Exchange exchange) {
        exchange.body().onSuccess(bytes -> {
            Optional<Refusal> early = head(exchange).or(() -> size(bytes));
            if (early.isPresent()) {
                refuse(exchange, early.get());
            } else {
                judge(exchange, bytes);
            }
        });
    }

    private Optional<Refusal> head(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String key = key(request);
        if (key == null || key.isEmpty()) {
            return Optional.of(Refusal.unauthorized("x-api-key header is required"));
        }
        if (!exchange.stage().accepts(key)) {
            return Optional.of(Refusal.unauthorized("invalid x-api-key"));
        }
        String version = request.getHeader("anthropic-version");
        if (version == null) {
            return Optional.of(Refusal.invalid("anthropic-version: header is required"));
        }
        if (!version.equals(RequestCheck.OLDER) && !version.equals(RequestCheck.NEWER)) {
            return Optional.of(Refusal.invalid("anthropic-version: \"" + version + "\" is not a valid version"));
        }
        String type = request.getHeader("content-type");
        boolean json = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
        return json ? Optional.empty() : Optional.of(Refusal.invalid("content-type: must be application/json"));
    }

    /// In its own header, or, as its newer SDKs send it, as a bearer token.
    private static @Nullable String key(HttpServerRequest request) {
        String own = request.getHeader("x-api-key");
        String bearer = request.getHeader("authorization");
        return own != null || bearer == null || !bearer.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? own
                : bearer.substring(BEARER.length()).strip();
    }

    private static Optional<Refusal> size(Buffer bytes) {
        return bytes.length() > BODY_MAX ? Optional.of(Refusal.tooLarge()) : Optional.empty();
    }

    /// Answers whoever has been let in: the same models behind another door, whose version no header tells.
    public void serve(Exchange exchange, Buffer bytes) {
        judge(exchange, bytes);
    }

    private void judge(Exchange exchange, Buffer bytes) {
        JsonNode body;
        try {
            body = JSON.readTree(bytes.getBytes());
        } catch (IOException e) {
            refuse(exchange, Refusal.invalid("The request body is not valid JSON: " + firstLine(e)));
            return;
        }
        exchange.entry().asked(body.path("model").asText(), body, bytes.length());
        RequestCheck.fields(body)
                .map(Refusal::invalid)
                .or(() -> modelOrShape(body, exchange))
                .or(() -> scripted(new Turns(body), exchange))
                .ifPresentOrElse(refusal -> refuse(exchange, refusal), () -> answer(exchange, new Turns(body)));
    }

    private static Optional<Refusal> modelOrShape(JsonNode body, Exchange exchange) {
        Optional<ClaudeModel> model = model(body, exchange.stage().anyModel());
        String version = exchange.request().getHeader("anthropic-version");
        return model.isEmpty()
                ? Optional.of(Refusal.notFound("model: " + body.path("model").asText()))
                : RequestCheck.whole(body, model.get(), version == null ? RequestCheck.OLDER : version)
                        .map(Refusal::invalid);
    }

    private static Optional<ClaudeModel> model(JsonNode body, boolean anyModel) {
        String name = body.path("model").asText();
        return ClaudeModel.named(name)
                .or(() -> anyModel || Script.named("demo", name).isPresent()
                        ? Optional.of(ClaudeModel.any(name))
                        : Optional.empty());
    }

    private static Optional<Refusal> scripted(Turns turns, Exchange exchange) {
        Fault fault = script(turns).fault();
        if (fault == null
                || (fault == Fault.HTTP_429_ONCE && !exchange.stage().log().isNew(turns.promptText()))) {
            return Optional.empty();
        }
        if (fault == Fault.LEAK) {
            String key = key(exchange.request());
            String message = "upstream http://10.0.0.7:9000 refused key " + key;
            return Optional.of(new Refusal(500, "api_error", message, 0));
        }
        return fault.status() == 0
                ? Optional.empty()
                : Optional.of(Refusal.scripted(fault.status(), fault.retryAfterSeconds()));
    }

    private static Script script(Turns turns) {
        return Script.named("demo", turns.model()).orElse(Script.plain());
    }

    private void answer(Exchange exchange, Turns turns) {
        Script script = script(turns);
        Answer answer = AnswerMaker.answer(turns, script);
        long input = answer.usage().input()
                + answer.usage().cacheRead()
                + answer.usage().cacheWrite();
        if (input > CONTEXT_WINDOW) {
            refuse(exchange, Refusal.invalid("prompt is too long: " + input + " tokens > 200000 maximum"));
            return;
        }
        String id = "msg_" + String.format(Locale.ROOT, "%024d", ++sequence);
        exchange.response().putHeader("request-id", "req_" + id).putHeader("anthropic-organization-id", "demo");
        MessageJson json = new MessageJson(id, turns.model(), answer, script);
        String error = Refusal.overloaded().toJson("req_" + id).toString();
        if (turns.stream()) {
            String event = MessageJson.event(Refusal.overloaded().toJson("req_" + id));
            exchange.play(script, Reply.Parts.events(json.events(), FRAMES_BEFORE_FAULT, event));
        } else {
            Buffer whole = Buffer.buffer(json.message().toString());
            exchange.play(script, new Reply.Whole(Reply.JSON, whole, units(answer), Buffer.buffer(error)));
        }
    }

    private static long units(Answer answer) {
        return answer.blocks().stream()
                .mapToLong(block -> switch (block) {
                    case Answer.Block.Text text -> text.words().size();
                    case Answer.Block.Thinking thinking -> thinking.words().size();
                    case Answer.Block.ToolUse call -> 1;
                })
                .sum();
    }

    private void refuse(Exchange exchange, Refusal refusal) {
        String requestId = "req_" + String.format(Locale.ROOT, "%024d", ++sequence);
        exchange.response().putHeader("request-id", requestId);
        if (refusal.retryAfterSeconds() > 0) {
            exchange.response().putHeader("retry-after", Integer.toString(refusal.retryAfterSeconds()));
        }
        exchange.answer(refusal.status(), refusal.toJson(requestId));
    }

    private static String firstLine(IOException failure) {
        String message = failure.getMessage();
        return message == null ? "unreadable" : message.lines().findFirst().orElse("");
    }
}
