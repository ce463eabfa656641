package dev.tollgate.local.fake.openai.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `POST /v1/completions`: model `demo-completion`. Every candidate of `best_of` is paid for, shown or not.
public final class Completions implements Operation {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double LOGPROB = -0.125;

    @Override
    public String path() {
        return "/completions";
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named("demo-completion", model);
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return CompletionCheck.check(body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.get("prompt").toString();
    }

    @Override
    public void perform(Call call) {
        List<Continuation> all = Continuation.all(call.body(), call.script());
        boolean stream = call.body().path("stream").asBoolean();
        call.exchange().play(call.script(), stream ? stream(call, all) : plain(call, all));
    }

    private static Reply plain(Call call, List<Continuation> all) {
        ObjectNode root = root(call.body());
        ArrayNode choices = root.putArray("choices");
        for (Continuation one : all) {
            choices.add(choice(call.body(), one, one.words(), one.finishReason()));
        }
        return JsonReply.whole(
                call.script(),
                root,
                usage(call.body(), all),
                all.getFirst().words().size());
    }

    private static Reply stream(Call call, List<Continuation> all) {
        Stream<String> words = all.stream()
                .flatMap(one -> Stream.concat(
                        one.words().stream().map(word -> chunk(call, one, List.of(word), null)),
                        Stream.of(chunk(call, one, List.of(), one.finishReason()))));
        boolean tells = call.body().path("stream_options").path("include_usage").asBoolean()
                && !call.script().has(Fault.NO_USAGE);
        ObjectNode last = root(call.body());
        last.putArray("choices");
        last.set("usage", usage(call.body(), all));
        Stream<String> end = tells ? Stream.of(JsonReply.frame(last), JsonReply.DONE) : Stream.of(JsonReply.DONE);
        return Reply.Parts.events(Stream.concat(words, end), Rejection.midway().frame());
    }

    private static String chunk(Call call, Continuation one, List<String> words, @Nullable String finish) {
        ObjectNode chunk = root(call.body());
        chunk.putArray("choices").add(choice(call.body(), one, words, finish));
        return JsonReply.frame(finish == null ? chunk : JsonReply.pad(call.script(), chunk));
    }

    private static ObjectNode choice(
            JsonNode body, Continuation one, List<String> words, @Nullable String finishReason) {
        ObjectNode choice =
                JSON.objectNode().put("text", String.join("", words)).put("index", one.index());
        if (body.hasNonNull("logprobs")) {
            choice.set("logprobs", logprobs(words));
        } else {
            choice.putNull("logprobs");
        }
        return choice.put("finish_reason", finishReason);
    }

    private static ObjectNode logprobs(List<String> words) {
        ObjectNode all = JSON.objectNode();
        ArrayNode tokens = all.putArray("tokens");
        ArrayNode logprobs = all.putArray("token_logprobs");
        ArrayNode top = all.putArray("top_logprobs");
        ArrayNode offsets = all.putArray("text_offset");
        int offset = 0;
        for (String word : words) {
            tokens.add(word);
            logprobs.add(LOGPROB);
            top.addObject().put(word, LOGPROB);
            offsets.add(offset);
            offset += word.length();
        }
        return all;
    }

    /// Of each prompt once, and of every candidate.
    private static ObjectNode usage(JsonNode body, List<Continuation> all) {
        int n = body.path("n").asInt(1);
        long candidates = body.path("best_of").asInt(n);
        long input = Continuation.prompts(body.get("prompt")).stream()
                .mapToLong(prompt -> Continuation.inputTokens(body, prompt))
                .sum();
        long output = all.stream().mapToLong(Continuation::outputTokens).sum() / n * candidates;
        return JSON.objectNode()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
    }

    private static ObjectNode root(JsonNode body) {
        return JSON.objectNode()
                .put("id", "cmpl-demo")
                .put("object", "text_completion")
                .put("created", System.currentTimeMillis() / 1_000)
                .put("model", body.path("model").asText());
    }
}
