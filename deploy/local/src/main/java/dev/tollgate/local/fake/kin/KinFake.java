package dev.tollgate.local.fake.kin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.openai.BearerKey;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.Scripted;
import dev.tollgate.local.fake.openai.chat.Answer;
import dev.tollgate.local.fake.openai.chat.AnswerMaker;
import dev.tollgate.local.fake.openai.chat.ChatRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.Locale;
import java.util.Optional;

/// Chat completions of one dialect: it judges by the dialect's rules, and says what the demo's own chat says, under
/// the models `demo` and `demo-reasoning`.
public final class KinFake implements Fake {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KinDialect dialect;
    private long sequence;

    public KinFake(KinDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String path() {
        return dialect.path();
    }

    @Override
    public void mount(Router router, Stage stage) {
        for (String path : dialect.chat()) {
            router.post(path).handler(context -> {
                Exchange exchange = stage.open(context.request());
                exchange.body().onSuccess(body -> read(exchange, body));
            });
        }
        router.route().handler(context -> dialect.error(404, "Not Found").answer(stage.open(context.request())));
    }

    private void read(Exchange exchange, Buffer bytes) {
        Optional<Rejection> key = BearerKey.check(exchange);
        if (key.isPresent()) {
            refuse(exchange, key.get());
            return;
        }
        JsonNode body;
        try {
            body = JSON.readTree(bytes.toString());
        } catch (JsonProcessingException e) {
            dialect.error(400, "Failed to parse the request body as JSON").answer(exchange);
            return;
        }
        exchange.entry().asked(body.path("model").asText(), body, bytes.length());
        dialect.complaint(body)
                .ifPresentOrElse(
                        complaint -> dialect.error(dialect.statusOf(complaint), complaint)
                                .answer(exchange),
                        () -> perform(exchange, body));
    }

    private void perform(Exchange exchange, JsonNode body) {
        ChatRequest chat = new ChatRequest(dialect.understood(body));
        Optional<Script> named =
                Script.named("demo-reasoning", chat.model()).or(() -> Script.named("demo", chat.model()));
        if (named.isEmpty() && !exchange.stage().anyModel()) {
            dialect.error(404, "Model Not Exist").answer(exchange);
            return;
        }
        Script script = named.orElse(Script.plain());
        Scripted.rejection(exchange, script, chat.promptText())
                .ifPresentOrElse(rejection -> refuse(exchange, rejection), () -> play(exchange, chat, script));
    }

    private void refuse(Exchange exchange, Rejection rejection) {
        KinError error = dialect.error(rejection.status(), rejection.message());
        new KinError(error.status(), error.json(), rejection.retryAfterSeconds()).answer(exchange);
    }

    private void play(Exchange exchange, ChatRequest chat, Script script) {
        boolean thinks = dialect.thinks(chat.body());
        Answer answer = AnswerMaker.answer(chat, script, thinks);
        String id = "chatcmpl-kin" + String.format(Locale.ROOT, "%020d", ++sequence);
        long created = System.currentTimeMillis() / 1_000;
        KinJson json = new KinJson(dialect, chat, answer, id, created, script.fault());
        String error = dialect.error(500, "The server had an error").json().toString();
        exchange.play(
                script,
                chat.stream()
                        ? Reply.Parts.events(json.frames(), "data: " + error + "\n\n")
                        : new Reply.Whole(
                                Reply.JSON,
                                Buffer.buffer(json.completion()),
                                answer.words().size(),
                                Buffer.buffer(error)));
    }
}
