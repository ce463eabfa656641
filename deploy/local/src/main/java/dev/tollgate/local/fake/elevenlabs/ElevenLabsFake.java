package dev.tollgate.local.fake.elevenlabs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.Scripted;
import dev.tollgate.local.fake.openai.speech.Speech;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `POST /v1/text-to-speech/{voice}` and `…/stream`. Answers as `demo-speech`, under each name that begins with
/// `eleven_`, and plays the faults.
public final class ElevenLabsFake implements Fake {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String path() {
        return "/elevenlabs";
    }

    @Override
    public void mount(Router router, Stage stage) {
        router.post("/v1/text-to-speech/:voice").handler(context -> take(context, stage));
        router.post("/v1/text-to-speech/:voice/stream").handler(context -> take(context, stage));
        router.route().handler(context -> stage.open(context.request())
                .answer(404, JsonNodeFactory.instance.objectNode().put("detail", "Not Found")));
    }

    private static void take(RoutingContext context, Stage stage) {
        Exchange exchange = stage.open(context.request());
        String voice = context.pathParam("voice");
        exchange.body().onSuccess(body -> read(exchange, voice, body));
    }

    private static void read(Exchange exchange, String voice, Buffer bytes) {
        String key = exchange.request().getHeader("xi-api-key");
        if (key == null ? exchange.stage().apiKey() != null : !exchange.stage().accepts(key)) {
            refuse(exchange, new SpeechCheck.Refusal(401, "invalid_api_key", "Invalid API key"));
            return;
        }
        JsonNode body = tree(bytes);
        if (body == null) {
            exchange.answer(422, SpeechCheck.place("json_invalid", "0", "JSON decode error"));
            return;
        }
        String model = body.path("model_id").asText("eleven_multilingual_v2");
        exchange.entry().asked(model, body, bytes.length());
        String format = exchange.request().getParam("output_format", "mp3_44100_128");
        Optional<ObjectNode> misfit = SpeechCheck.misfit(body, format);
        if (misfit.isPresent()) {
            exchange.answer(422, misfit.get());
            return;
        }
        SpeechCheck.refusal(body, voice)
                .ifPresentOrElse(refusal -> refuse(exchange, refusal), () -> perform(exchange, body, model, format));
    }

    private static void perform(Exchange exchange, JsonNode body, String model, String format) {
        Optional<Script> named = Script.named("demo-speech", model);
        if (named.isEmpty() && !exchange.stage().anyModel() && !model.startsWith("eleven_")) {
            refuse(exchange, new SpeechCheck.Refusal(400, "model_not_found", "A model with that id does not exist."));
            return;
        }
        Script script = named.orElse(Script.plain());
        String text = body.path("text").asText();
        Optional<Rejection> fault = Scripted.rejection(exchange, script, text);
        if (fault.isPresent()) {
            Rejection rejection = fault.get();
            if (rejection.retryAfterSeconds() > 0) {
                exchange.response().putHeader("retry-after", Integer.toString(rejection.retryAfterSeconds()));
            }
            refuse(exchange, new SpeechCheck.Refusal(rejection.status(), "error", rejection.message()));
            return;
        }
        exchange.response()
                .putHeader("character-cost", Long.toString(text.codePointCount(0, text.length())))
                .putHeader("request-id", "el-demo");
        double speed = body.at("/voice_settings/speed").asDouble(1);
        exchange.play(script, Speech.said(text, speed, SpeechCheck.sound(format)));
    }

    private static void refuse(Exchange exchange, SpeechCheck.Refusal refusal) {
        exchange.answer(refusal.status(), refusal.json());
    }

    private static @Nullable JsonNode tree(Buffer bytes) {
        try {
            JsonNode tree = JSON.readTree(bytes.getBytes());
            return tree.isObject() ? tree : null;
        } catch (IOException e) {
            return null;
        }
    }
}
