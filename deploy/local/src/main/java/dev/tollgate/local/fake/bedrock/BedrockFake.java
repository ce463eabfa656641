package dev.tollgate.local.fake.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `POST /model/{model}/converse`, `/converse-stream` and `/invoke`. Answers as `demo`, as `demo-embedding`,
/// under each name that is a model's of Bedrock, and plays the faults. It takes the signatures of
/// [#CREDENTIAL], and API keys as bearer tokens.
public final class BedrockFake implements Fake {

    /// `<access key id>:<secret access key>`.
    public static final String CREDENTIAL = "AKIATOLLGATEDEMO0000:of-the-demo-provider-alone";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/bedrock/model/([^/]+)/(converse|converse-stream|invoke)");
    private static final Pattern MODEL = Pattern.compile(
            "(arn:aws:bedrock:.*/)?(us\\.|eu\\.|apac\\.|global\\.)?(anthropic|amazon|meta|mistral|cohere"
                    + "|ai21|deepseek|openai|qwen)\\..+");
    private static final String BEARER = "Bearer ";
    private static final String EVENTS = "application/vnd.amazon.eventstream";
    private static final long CONTEXT_WINDOW = 200_000;
    private static final int FRAMES_BEFORE_FAULT = 6;

    private final Signatures signatures = new Signatures(Signatures.Keys.of(CREDENTIAL));

    /// What the real one would say against a body of Converse, whoever asks; empty when it would take it.
    public static Optional<String> complaint(JsonNode body) {
        return ConverseRules.complaint(body);
    }

    @Override
    public String path() {
        return "/bedrock";
    }

    @Override
    public void mount(Router router, Stage stage) {
        router.route().handler(context -> handle(stage.open(context.request())));
    }

    private void handle(Exchange exchange) {
        exchange.body().onSuccess(bytes -> {
            Matcher path = PATH.matcher(exchange.request().path());
            boolean known = path.matches() && exchange.request().method().name().equals("POST");
            Optional<BedrockError> early = known
                    ? entry(exchange, bytes)
                    : Optional.of(new BedrockError(404, "UnknownOperationException", "No such operation."));
            if (early.isPresent()) {
                refuse(exchange, early.get());
            } else {
                asked(exchange, Signatures.decoded(path.group(1)), path.group(2), bytes);
            }
        });
    }

    private Optional<BedrockError> entry(Exchange exchange, Buffer bytes) {
        HttpServerRequest request = exchange.request();
        String authorization = request.getHeader("authorization");
        if (authorization == null) {
            return Optional.of(
                    new BedrockError(403, "MissingAuthenticationTokenException", "Missing Authentication Token"));
        }
        if (!authorization.startsWith(BEARER)) {
            return signatures.check(request, bytes, Instant.now());
        }
        return exchange.stage().accepts(authorization.substring(BEARER.length()))
                ? Optional.empty()
                : Optional.of(new BedrockError(403, "AccessDeniedException", "Authentication failed: API Key invalid"));
    }

    private void asked(Exchange exchange, String model, String action, Buffer bytes) {
        JsonNode body = tree(bytes);
        if (body == null || !body.isObject()) {
            refuse(exchange, new BedrockError(400, "SerializationException", "Unexpected token"));
            return;
        }
        exchange.entry().asked(model, body, bytes.length());
        Optional<Script> script = script(exchange.stage(), model);
        if (script.isEmpty()) {
            refuse(exchange, BedrockError.invalid("The provided model identifier is invalid."));
            return;
        }
        boolean invoked = action.equals("invoke");
        Optional<BedrockError> wrong = (invoked ? Embeddings.complaint(body) : ConverseRules.complaint(body))
                .map(BedrockError::invalid)
                .or(() -> scripted(exchange, script.get(), body));
        if (wrong.isPresent()) {
            refuse(exchange, wrong.get());
        } else if (invoked) {
            String whole =
                    Embeddings.answer(body, !script.get().has(Fault.NO_USAGE)).toString();
            play(exchange, script.get(), whole, 1);
        } else {
            converse(exchange, script.get(), new ConverseRequest(model, body), action);
        }
    }

    private static Optional<Script> script(Stage stage, String model) {
        Optional<Script> named = Script.named("demo", model).or(() -> Script.named("demo-embedding", model));
        boolean real = stage.anyModel() || MODEL.matcher(model).matches();
        return named.isPresent() || !real ? named : Optional.of(Script.plain());
    }

    private static Optional<BedrockError> scripted(Exchange exchange, Script script, JsonNode body) {
        Fault fault = script.fault();
        if (fault == null
                || fault.status() == 0
                || (fault == Fault.HTTP_429_ONCE && !exchange.stage().log().isNew(body.toString()))) {
            return Optional.empty();
        }
        return Optional.of(
                BedrockError.scripted(fault, String.valueOf(exchange.request().getHeader("authorization"))));
    }

    private static void converse(Exchange exchange, Script script, ConverseRequest request, String action) {
        ConverseAnswer answer = ConverseAnswer.of(request, script);
        if (answer.usage().total() - answer.usage().output() > CONTEXT_WINDOW) {
            refuse(exchange, BedrockError.invalid("Input is too long for requested model."));
            return;
        }
        ConverseJson json = new ConverseJson(answer, script);
        if (action.equals("converse")) {
            play(exchange, script, json.whole().toString(), answer.words().size());
            return;
        }
        List<Buffer> frames = json.frames();
        Buffer error = EventFrames.exception(
                "internalServerException", BedrockError.internal().toJson().toString());
        exchange.play(script, new Reply.Parts(EVENTS, frames.iterator(), FRAMES_BEFORE_FAULT, error));
    }

    private static void play(Exchange exchange, Script script, String whole, long units) {
        Buffer error = Buffer.buffer(BedrockError.internal().toJson().toString());
        exchange.play(script, new Reply.Whole(Reply.JSON, Buffer.buffer(whole), units, error));
    }

    private static void refuse(Exchange exchange, BedrockError error) {
        exchange.response().putHeader("x-amzn-ErrorType", error.type());
        if (error.status() == 429) {
            exchange.response().putHeader("retry-after", Integer.toString(Fault.HTTP_429.retryAfterSeconds()));
        }
        exchange.answer(error.status(), error.toJson());
    }

    private static @Nullable JsonNode tree(Buffer bytes) {
        try {
            return JSON.readTree(bytes.getBytes());
        } catch (IOException e) {
            return null;
        }
    }
}
