package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.Tokens;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `POST /v1beta/models/{model}:generateContent`, `:streamGenerateContent` (events with `alt=sse`, else one JSON
/// array), `:batchEmbedContents`, `:countTokens`; `/v1` the same. Answers as `demo`, `demo-embedding`, under each
/// name that begins with `gemini-`, and plays the faults.
public final class GeminiFake implements Fake {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METHOD = Pattern.compile("/v1(?:beta)?/models/([^/:]+):([A-Za-z]+)");
    private static final long CONTEXT_WINDOW = 1_048_576;
    private static final int PIECES_BEFORE_FAULT = 6;
    private static final String CRLF = "\r\n\r\n";

    private long sequence;

    @Override
    public String path() {
        return "/gemini";
    }

    @Override
    public void mount(Router router, Stage stage) {
        router.route().handler(context -> handle(stage, context.request()));
    }

    private void handle(Stage stage, HttpServerRequest request) {
        Exchange exchange = stage.open(request);
        exchange.body().onSuccess(body -> answer(exchange, body));
    }

    private void answer(Exchange exchange, Buffer bytes) {
        HttpServerRequest request = exchange.request();
        Matcher method = METHOD.matcher(request.path().substring(path().length()));
        if (!method.matches() || !request.method().name().equals("POST")) {
            refuse(exchange, new GeminiError(404, "NOT_FOUND", "Requested entity was not found."));
            return;
        }
        Optional<GeminiError> noEntry = Credentials.check(request, exchange.stage());
        if (noEntry.isPresent()) {
            refuse(exchange, noEntry.get());
            return;
        }
        serve(exchange, method.group(1), method.group(2), bytes);
    }

    /// Answers whoever has been let in: the same models behind another door.
    ///
    /// @param method `generateContent` and its like
    public void serve(Exchange exchange, String model, String method, Buffer bytes) {
        JsonNode body = tree(bytes);
        if (body == null || !body.isObject()) {
            refuse(exchange, GeminiError.invalid("Invalid JSON payload received. Expected an object."));
            return;
        }
        exchange.entry().asked(model, body, bytes.length());
        called(exchange, model, method, body);
    }

    private void called(Exchange exchange, String model, String method, JsonNode given) {
        JsonNode body = WireNames.normal(given, message(method));
        Optional<Script> script = script(exchange.stage(), model);
        ModelTraits traits = ModelTraits.of(model);
        boolean embeds = method.equals("batchEmbedContents");
        if (script.isEmpty() || (script.get().fault() == null && embeds != traits.embeds())) {
            refuse(exchange, GeminiError.noSuchModel(model, method));
            return;
        }
        Optional<GeminiError> wrong =
                switch (method) {
                    case "generateContent", "streamGenerateContent" -> GeminiRules.content(traits, body);
                    case "batchEmbedContents" -> GeminiRules.embeddings(model, body);
                    case "countTokens" -> GeminiRules.counted(traits, body);
                    default -> Optional.of(GeminiError.noSuchModel(model, method));
                };
        wrong = wrong.or(() -> scripted(exchange, script.get(), body));
        if (wrong.isPresent()) {
            refuse(exchange, wrong.get());
            return;
        }
        switch (method) {
            case "batchEmbedContents" -> embed(exchange, script.get(), body);
            case "countTokens" -> count(exchange, model, traits, body);
            default -> generate(exchange, script.get(), new ContentRequest(model, traits, body), method);
        }
    }

    private static WireType.Message message(String method) {
        return switch (method) {
            case "batchEmbedContents" -> WireMessages.BATCH_EMBED_CONTENTS;
            case "countTokens" -> WireMessages.COUNT_TOKENS;
            default -> WireMessages.GENERATE_CONTENT;
        };
    }

    private static Optional<Script> script(Stage stage, String model) {
        Optional<Script> named = Script.named("demo", model).or(() -> Script.named("demo-embedding", model));
        return named.isPresent() || !(stage.anyModel() || model.startsWith("gemini-"))
                ? named
                : Optional.of(Script.plain());
    }

    private static Optional<GeminiError> scripted(Exchange exchange, Script script, JsonNode body) {
        Fault fault = script.fault();
        if (fault == null || fault.status() == 0) {
            return Optional.empty();
        }
        if (fault == Fault.HTTP_429_ONCE && !exchange.stage().log().isNew(body.toString())) {
            return Optional.empty();
        }
        return Optional.of(ScriptedErrors.of(fault, exchange.request()));
    }

    private void generate(Exchange exchange, Script script, ContentRequest request, String method) {
        ContentAnswer answer = ContentAnswers.answer(request, script);
        if (answer.counts().prompt() > CONTEXT_WINDOW) {
            refuse(exchange, ScriptedErrors.tooLong(answer.counts().prompt(), CONTEXT_WINDOW));
            return;
        }
        sequence++;
        String id = "fake-" + String.format(Locale.ROOT, "%016d", sequence);
        ContentJson json = new ContentJson(request, answer, script, id);
        String error = ScriptedErrors.internal().toJson().toString();
        if (method.equals("generateContent")) {
            Buffer whole = Buffer.buffer(json.whole().toString());
            exchange.play(
                    script, new Reply.Whole(Reply.JSON, whole, answer.words().size(), Buffer.buffer(error)));
        } else if ("sse".equals(exchange.request().getParam("alt"))) {
            Stream<String> frames = json.pieces().map(GeminiFake::frame);
            exchange.play(script, Reply.Parts.events(frames, "data: " + error + CRLF));
        } else {
            exchange.play(script, array(json, error));
        }
    }

    private static String frame(ObjectNode piece) {
        return "data: " + piece + CRLF;
    }

    /// Without `alt=sse`: the pieces are elements of one array.
    private static Reply.Parts array(ContentJson json, String error) {
        List<Buffer> texts = new ArrayList<>();
        json.pieces().forEach(piece -> texts.add(Buffer.buffer((texts.isEmpty() ? "[" : ",\r\n") + piece)));
        texts.add(Buffer.buffer("]"));
        return new Reply.Parts(Reply.JSON, texts.iterator(), PIECES_BEFORE_FAULT, Buffer.buffer("," + error + "]"));
    }

    private static void embed(Exchange exchange, Script script, JsonNode body) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode embeddings = root.putArray("embeddings");
        long tokens = 0;
        for (JsonNode request : body.path("requests")) {
            StringBuilder text = new StringBuilder();
            request.path("content")
                    .path("parts")
                    .forEach(part -> text.append(part.path("text").asText()));
            tokens += Tokens.count(text.toString());
            embeddings
                    .addObject()
                    .set(
                            "values",
                            Vectors.of(
                                    text.toString(),
                                    request.path("outputDimensionality").asInt(Vectors.LENGTH)));
        }
        if (!script.has(Fault.NO_USAGE)) {
            root.putObject("usageMetadata").put("promptTokenCount", tokens);
        }
        Buffer error = Buffer.buffer(ScriptedErrors.internal().toJson().toString());
        exchange.play(script, new Reply.Whole(Reply.JSON, Buffer.buffer(root.toString()), 1, error));
    }

    private static void count(Exchange exchange, String model, ModelTraits traits, JsonNode body) {
        JsonNode counted = body.has("generateContentRequest") ? body.path("generateContentRequest") : body;
        ContentRequest request = new ContentRequest(model, traits, counted);
        long tokens = ContentAnswers.answer(request, Script.plain()).counts().prompt();
        exchange.answer(200, JsonNodeFactory.instance.objectNode().put("totalTokens", tokens));
    }

    private static void refuse(Exchange exchange, GeminiError error) {
        // A stream's error is wrapped like its pieces are, unless events were asked for.
        boolean array = exchange.request().path().endsWith(":streamGenerateContent")
                && !"sse".equals(exchange.request().getParam("alt"));
        JsonNode json = array ? JsonNodeFactory.instance.arrayNode().add(error.toJson()) : error.toJson();
        exchange.answer(error.code(), json);
    }

    private static @Nullable JsonNode tree(Buffer bytes) {
        try {
            return JSON.readTree(bytes.getBytes());
        } catch (IOException e) {
            return null;
        }
    }
}
