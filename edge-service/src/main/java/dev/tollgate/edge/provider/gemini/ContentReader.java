package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.chat.ChunkWriter;
import dev.tollgate.edge.provider.spi.chat.CompletionWriter;
import dev.tollgate.edge.provider.spi.chat.CompletionWriter.Choice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads `GenerateContentResponse`: one, or one per event of a stream. Each event repeats the usage until then, and no
/// mark tells the stream's end: it is a proper one when each candidate has told why it ended, or the prompt was
/// blocked.
final class ContentReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    private static final Reading STUMBLED = new Reading.Failed(new Failure.Broken("finish"));
    private static final String PREFIX = "chatcmpl-";
    private static final String CONTENT_FILTER = "content_filter";

    private final JsonMapper json;
    private final ChatBody asked;
    private final String freshId;
    private final long created;
    private final ChunkWriter chunks;
    private final Map<Integer, Candidate> candidates = new TreeMap<>();
    private String id = "";
    private @Nullable JsonNode usage;
    private boolean blocked;

    /// @param freshId of the answer, should it have none
    /// @param created Unix seconds
    ContentReader(JsonMapper json, ChatBody asked, String freshId, long created) {
        this.json = json;
        this.asked = asked;
        this.freshId = freshId;
        this.created = created;
        this.chunks = new ChunkWriter(asked);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer = tree(bytes, from, to);
        Reading failure = failure(answer);
        if (failure != null || answer == null) {
            return failure == null ? UNREADABLE : failure;
        }
        keepUsage(answer);
        identify(answer);
        List<Choice> choices = new ArrayList<>();
        if (isBlocked(answer)) {
            ObjectNode nothing = JsonNodeFactory.instance.objectNode().put("content", "");
            choices.add(new Choice(0, nothing, CONTENT_FILTER, null));
        }
        for (JsonNode told : answer.path("candidates")) {
            Candidate candidate = candidate(told);
            Candidate.Said said = candidate.read(told.path("content").path("parts"));
            String reason = told.path("finishReason").asText("STOP");
            if (!candidate.hasSpoken() && FinishReasons.isFailure(reason)) {
                return STUMBLED;
            }
            out.tokens(said.imageTokens());
            String finish = FinishReasons.of(reason, candidate.hasCalled());
            choices.add(new Choice(index(told), message(said), finish, Logprobs.of(told.path("logprobsResult"))));
        }
        if (choices.isEmpty()) {
            return UNREADABLE;
        }
        new CompletionWriter(asked).write(PREFIX + id, created, choices, usage(), out);
        return Reading.DONE;
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer = tree(bytes, from, to);
        Reading failure = failure(answer);
        if (failure != null || answer == null) {
            return failure == null ? UNREADABLE : failure;
        }
        keepUsage(answer);
        identify(answer);
        if (isBlocked(answer) && !blocked) {
            blocked = true;
            chunks.finish(0, CONTENT_FILTER, out);
        }
        for (JsonNode told : answer.path("candidates")) {
            Candidate candidate = candidate(told);
            said(index(told), candidate, told, out);
            if (told.hasNonNull("finishReason") && !candidate.isFinished()) {
                String reason = told.path("finishReason").asText();
                if (!candidate.hasSpoken() && FinishReasons.isFailure(reason)) {
                    return STUMBLED;
                }
                candidate.finish();
                chunks.finish(index(told), FinishReasons.of(reason, candidate.hasCalled()), out);
            }
        }
        return Reading.MORE;
    }

    @Override
    public Reading end(AnswerWriter out) {
        boolean open = candidates.values().stream().anyMatch(candidate -> !candidate.isFinished());
        if (open || (candidates.isEmpty() && !blocked)) {
            return TRUNCATED;
        }
        Quantities told = usage();
        if (told != null) {
            chunks.usage(told, out);
        }
        return Reading.DONE;
    }

    @Override
    public @Nullable Quantities usage() {
        return GeminiUsage.read(usage);
    }

    private void said(int index, Candidate candidate, JsonNode told, AnswerWriter out) {
        int call = candidate.calls();
        Candidate.Said said = candidate.read(told.path("content").path("parts"));
        ObjectNode fields = said.fields();
        JsonNode logprobs = Logprobs.of(told.path("logprobsResult"));
        if (!fields.isEmpty() || logprobs != null) {
            out.tokens(said.imageTokens());
            chunks.delta(index, fields, logprobs, out);
        }
        for (JsonNode one : said.calls()) {
            ObjectNode delta = JsonNodeFactory.instance.objectNode();
            ObjectNode fragment = delta.putArray("tool_calls").addObject().put("index", call);
            fragment.setAll((ObjectNode) one);
            chunks.delta(index, delta, out);
            call++;
        }
    }

    private static ObjectNode message(Candidate.Said said) {
        ObjectNode message = said.fields();
        if (!said.calls().isEmpty()) {
            message.set("tool_calls", said.calls());
        } else if (!message.has("content")) {
            message.put("content", "");
        }
        return message;
    }

    /// All of an answer goes by the id of its beginning.
    private void identify(JsonNode answer) {
        if (id.isEmpty()) {
            String theirs = answer.path("responseId").asText("");
            id = theirs.isEmpty() ? freshId : theirs;
            chunks.begin(PREFIX + id, created);
        }
    }

    private Candidate candidate(JsonNode told) {
        int index = index(told);
        return candidates.computeIfAbsent(index, any -> new Candidate(index == 0 ? id : id + "_" + index));
    }

    private static int index(JsonNode candidate) {
        return Math.max(0, candidate.path("index").asInt());
    }

    private static boolean isBlocked(JsonNode answer) {
        return answer.path("promptFeedback").hasNonNull("blockReason")
                && answer.path("candidates").isEmpty();
    }

    private void keepUsage(JsonNode answer) {
        if (answer.path("usageMetadata").isObject()) {
            usage = answer.path("usageMetadata");
        }
    }

    /// Null when it is none.
    private @Nullable Reading failure(@Nullable JsonNode answer) {
        if (answer == null) {
            return UNREADABLE;
        }
        if (answer.isArray()) {
            return answer.path(0).has("error") ? new Reading.Failed(GeminiFailures.told(answer)) : UNREADABLE;
        }
        if (!answer.isObject()) {
            return UNREADABLE;
        }
        return answer.has("error") ? new Reading.Failed(GeminiFailures.told(answer)) : null;
    }

    private @Nullable JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return null;
        }
    }
}
