package dev.tollgate.local.fake.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.chat.Answer;
import dev.tollgate.local.fake.openai.chat.AnswerMaker;
import dev.tollgate.local.fake.openai.chat.ChatRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Optional;

/// `POST /v1/responses`: models `demo` and `demo-reasoning`, with pace and length by name. A response is kept
/// unless `store` is false; what it said can be continued by `previous_response_id`, with the same key.
public final class Responses implements Operation {

    private static final String PLAIN = "demo";
    private static final String REASONING = "demo-reasoning";

    private final KeptResponses kept = new KeptResponses();
    private long sequence;

    @Override
    public String path() {
        return "/responses";
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named(REASONING, model).or(() -> Script.named(PLAIN, model));
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return ResponseCheck.check(body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.path("instructions").asText() + body.path("input");
    }

    @Override
    public void perform(Call call) {
        JsonNode body = call.body();
        String key = String.valueOf(call.exchange().request().getHeader("authorization"));
        Optional<Rejection> unknown = kept.check(body, key).or(() -> Seal.check(body, key));
        if (unknown.isPresent()) {
            unknown.get().answer(call.exchange());
            return;
        }
        ArrayNode messages = kept.messages(body.path("previous_response_id").asText(""));
        Optional<Rejection> open = SaidItems.add(body, messages);
        if (open.isPresent()) {
            open.get().answer(call.exchange());
            return;
        }
        ObjectNode chat = ChatBody.of(body, messages);
        boolean reasoning = body.path("model").asText().startsWith(REASONING);
        Answer answer = AnswerMaker.answer(new ChatRequest(chat), call.script(), reasoning);
        sequence++;
        String id = String.format(Locale.ROOT, "demo%044d", sequence);
        ResponseJson json = new ResponseJson(body, answer, id, key, call.script());
        if (body.path("store").asBoolean(true)) {
            kept.keep(json.responseId(), key, messages, json.output());
        }
        call.exchange().response().putHeader("x-request-id", "req_" + id);
        call.exchange().play(call.script(), body.path("stream").asBoolean() ? stream(json) : plain(json, answer, call));
    }

    private static Reply stream(ResponseJson json) {
        ObjectNode error = Rejection.midway().toJson();
        ((ObjectNode) error.get("error")).put("code", "server_error");
        error.put("type", "error").put("sequence_number", 6);
        return Reply.Parts.events(json.frames(), JsonReply.named(error));
    }

    private static Reply plain(ResponseJson json, Answer answer, Call call) {
        Buffer body = Buffer.buffer(JsonReply.pad(call.script(), json.whole()).toString());
        Buffer failed = Buffer.buffer(json.failed().toString());
        return new Reply.Whole(Reply.JSON, body, answer.words().size(), failed);
    }
}
