package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.PrefixCache;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `POST /v1/chat/completions`: models `demo`, `demo-reasoning` and `demo-cache`, which keeps prompts as [PrefixCache]
/// does, with pace and length by name.
public final class Chat implements Operation {

    private static final String PLAIN = "demo";
    private static final String REASONING = "demo-reasoning";
    private static final String CACHING = "demo-cache";
    private static final long CONTEXT_WINDOW = 128_000;

    private final PrefixCache cache = new PrefixCache();
    private final UnaryOperator<Reply> added;
    private long sequence;

    public Chat() {
        this(UnaryOperator.identity());
    }

    /// @param added what another provider of the same dialect adds to each answer
    public Chat(UnaryOperator<Reply> added) {
        this.added = added;
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named(REASONING, model)
                .or(() -> Script.named(CACHING, model))
                .or(() -> Script.named(PLAIN, model));
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return RequestCheck.check(body);
    }

    @Override
    public String prompt(JsonNode body) {
        return new ChatRequest(body).promptText();
    }

    @Override
    public void perform(Call call) {
        ChatRequest chat = new ChatRequest(call.body());
        boolean reasoning = chat.model().startsWith(REASONING);
        Answer answer = AnswerMaker.answer(chat, call.script(), reasoning);
        if (chat.model().startsWith(CACHING)) {
            answer = answer.cached(cached(call));
        }
        if (!call.standIn() && answer.usage().prompt() > CONTEXT_WINDOW) {
            tooLong(answer.usage().prompt()).answer(call.exchange());
            return;
        }
        sequence++;
        String id = "chatcmpl-demo" + String.format(Locale.ROOT, "%020d", sequence);
        long created = System.currentTimeMillis() / 1_000;
        CompletionJson json =
                new CompletionJson(chat, answer, id, created, call.script().fault());
        Exchange exchange = call.exchange();
        exchange.response()
                .putHeader("x-request-id", "req_" + id)
                .putHeader("openai-organization", "demo-organization")
                .putHeader("openai-processing-ms", "1")
                .putHeader("x-ratelimit-limit-requests", "9999");
        exchange.play(call.script(), added.apply(chat.stream() ? stream(json) : plain(json, answer)));
    }

    private long cached(Call call) {
        StringBuilder prompt = new StringBuilder(call.body().path("tools").toString());
        call.body().path("messages").forEach(prompt::append);
        String key = call.exchange().request().getHeader("authorization");
        return cache.read(key == null ? "" : key, prompt.toString());
    }

    private static Reply stream(CompletionJson json) {
        return Reply.Parts.events(json.frames(), Rejection.midway().frame());
    }

    private static Reply plain(CompletionJson json, Answer answer) {
        Buffer body = Buffer.buffer(json.completion().toString());
        Buffer error = Buffer.buffer(Rejection.midway().toJson().toString());
        return new Reply.Whole(Reply.JSON, body, answer.words().size(), error);
    }

    private static Rejection tooLong(long tokens) {
        String message = "This model's maximum context length is " + CONTEXT_WINDOW + " tokens. However, your messages "
                + "resulted in " + tokens + " tokens. Please reduce the length of the messages.";
        return Rejection.invalid(message, "messages", "context_length_exceeded");
    }
}
