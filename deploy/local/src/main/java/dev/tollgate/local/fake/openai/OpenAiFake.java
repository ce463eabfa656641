package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.openai.chat.Chat;
import dev.tollgate.local.fake.openai.completions.Completions;
import dev.tollgate.local.fake.openai.embeddings.Embeddings;
import dev.tollgate.local.fake.openai.images.ImageEdits;
import dev.tollgate.local.fake.openai.images.ImageForms;
import dev.tollgate.local.fake.openai.images.Images;
import dev.tollgate.local.fake.openai.moderation.Moderations;
import dev.tollgate.local.fake.openai.realtime.Realtime;
import dev.tollgate.local.fake.openai.rerank.Rerank;
import dev.tollgate.local.fake.openai.responses.Responses;
import dev.tollgate.local.fake.openai.speech.Speech;
import dev.tollgate.local.fake.openai.transcription.Task;
import dev.tollgate.local.fake.openai.transcription.Transcriptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The demo provider's own dialect, OpenAI's, at `/v1`: every endpoint, under models called `demo` and `demo-…`.
public final class OpenAiFake implements Fake {

    private static final List<String> MODELS = List.of(
            "demo",
            "demo-20ms",
            "demo-500ms",
            "demo-reasoning",
            "demo-cache",
            "demo-embedding",
            "demo-image",
            "demo-image-tokens",
            "demo-transcribe",
            "demo-transcribe-minutes",
            "demo-speech",
            "demo-rerank",
            "demo-completion",
            "demo-moderation",
            "demo-realtime");
    private static final long CREATED = 1_767_225_600L;

    private final List<Operation> operations = List.of(
            new Chat(),
            new Responses(),
            new Embeddings(),
            new Rerank(),
            new Speech(),
            new Images(),
            new Moderations(),
            new Completions());
    private final List<FormOperation> forms = List.of(
            new Transcriptions(Task.TRANSCRIBE),
            new Transcriptions(Task.TRANSLATE),
            new ImageForms(ImageForms.Task.VARY));

    @Override
    public String path() {
        return "/v1";
    }

    @Override
    public void mount(Router router, Stage stage) {
        for (Operation operation : operations) {
            JsonEndpoint endpoint = new JsonEndpoint(stage, operation);
            router.post(operation.path()).handler(context -> endpoint.handle(context.request()));
            router.route(operation.path()).handler(context -> wrongMethod(context, stage));
        }
        for (FormOperation operation : forms) {
            FormEndpoint endpoint = new FormEndpoint(stage, operation);
            router.post(operation.path()).handler(context -> endpoint.handle(context.request()));
            router.route(operation.path()).handler(context -> wrongMethod(context, stage));
        }
        mountEdits(router, stage);
        Realtime realtime = new Realtime(stage);
        router.get(Realtime.PATH).handler(context -> realtime.handle(context.request()));
        router.get(Images.filePath()).handler(Images::file);
        router.get("/models").handler(context -> models(stage.open(context.request())));
        router.get("/models/*").handler(context -> model(context, stage));
        router.route().handler(context -> nothingHere(stage.open(context.request())));
    }

    /// The one path that takes either kind of body.
    private static void mountEdits(Router router, Stage stage) {
        Operation references = new ImageEdits();
        JsonEndpoint objects = new JsonEndpoint(stage, references);
        FormEndpoint forms = new FormEndpoint(stage, new ImageForms(ImageForms.Task.EDIT));
        router.post(references.path()).handler(context -> {
            if (FormEndpoint.isForm(context.request())) {
                forms.handle(context.request());
            } else {
                objects.handle(context.request());
            }
        });
        router.route(references.path()).handler(context -> wrongMethod(context, stage));
    }

    /// What OpenAI says to a path that it doesn't have.
    public static void nothingHere(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String message = "Invalid URL (" + request.method() + " " + request.path() + ")";
        Rejection.notFound(message, null).answer(exchange);
    }

    private static void wrongMethod(RoutingContext context, Stage stage) {
        HttpServerRequest request = context.request();
        String message = "Not allowed to " + request.method() + " on " + request.path()
                + ". (HINT: Perhaps you meant to make your HTTP request using a different method?)";
        new Rejection(405, message, "invalid_request_error", null, "method_not_supported").answer(stage.open(request));
    }

    private static void models(Exchange exchange) {
        BearerKey.check(exchange).ifPresentOrElse(rejection -> rejection.answer(exchange), () -> {
            ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
            ArrayNode data = list.putArray("data");
            Stream.concat(MODELS.stream(), Stream.of(Fault.values()).map(Fault::modelName))
                    .forEach(id -> data.add(json(id)));
            exchange.answer(200, list);
        });
    }

    private void model(RoutingContext context, Stage stage) {
        Exchange exchange = stage.open(context.request());
        String path = context.normalizedPath();
        String id = path.substring(path.indexOf("/models/") + "/models/".length());
        boolean known = forms.stream().anyMatch(form -> form.script(id).isPresent())
                || Realtime.script(id).isPresent()
                || operations.stream()
                        .anyMatch(operation -> operation.script(id).isPresent());
        BearerKey.check(exchange)
                .or(() -> known ? Optional.empty() : Optional.of(Rejection.noSuchModel(id)))
                .ifPresentOrElse(rejection -> rejection.answer(exchange), () -> exchange.answer(200, json(id)));
    }

    private static ObjectNode json(String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "demo");
    }
}
