package dev.tollgate.local.fake.openai.transcription;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.transcription.Transcript.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes a transcript as JSON, plain or as the events of a stream. Sound costs 10 input tokens a second.
record TranscriptJson(TranscriptionRequest request, Transcript transcript, Script script) {

    private static final long MILLIS_PER_TOKEN = 100;
    private static final double THOUSAND = 1_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    ObjectNode plain() {
        ObjectNode root = JSON.objectNode().put("text", transcript.text());
        return request.wantsLogprobs() ? logprobs(root, transcript.words()) : root;
    }

    ObjectNode verbose() {
        ObjectNode root = JSON.objectNode()
                .put("task", request.task().wireName())
                .put("language", request.language())
                .put("duration", transcript.millis() / THOUSAND)
                .put("text", transcript.text());
        if (request.wantsSegments()) {
            ArrayNode segments = root.putArray("segments");
            transcript.segments().forEach(segment -> segments.add(segment(segment, segments.size())));
        }
        if (request.wantsWords()) {
            ArrayNode words = root.putArray("words");
            transcript.timedWords().forEach(word -> words.addObject()
                    .put("word", word.text().strip())
                    .put("start", word.beginMillis() / THOUSAND)
                    .put("end", word.endMillis() / THOUSAND));
        }
        return root;
    }

    /// Word by word, then the whole text with the usage, then `[DONE]`.
    Stream<String> frames() {
        Stream<String> deltas = transcript.words().stream().map(word -> {
            ObjectNode event =
                    JSON.objectNode().put("type", "transcript.text.delta").put("delta", word);
            return JsonReply.frame(request.wantsLogprobs() ? logprobs(event, List.of(word)) : event);
        });
        ObjectNode done = JSON.objectNode().put("type", "transcript.text.done").put("text", transcript.text());
        if (request.wantsLogprobs()) {
            logprobs(done, transcript.words());
        }
        if (!script.has(Fault.NO_USAGE)) {
            done.set("usage", usage());
        }
        return Stream.concat(deltas, Stream.of(JsonReply.frame(JsonReply.pad(script, done)), JsonReply.DONE));
    }

    /// Null for an answer that tells none.
    @Nullable
    ObjectNode usageToTell() {
        return request.task() == Task.TRANSLATE ? null : usage();
    }

    private ObjectNode usage() {
        if (request.byDuration()) {
            return JSON.objectNode().put("type", "duration").put("seconds", transcript.seconds());
        }
        long text = Tokens.count(request.prompt());
        long audio = Math.ceilDiv(transcript.millis(), MILLIS_PER_TOKEN);
        long output = Tokens.count(transcript.text());
        ObjectNode usage = JSON.objectNode().put("type", "tokens").put("input_tokens", text + audio);
        usage.putObject("input_token_details").put("text_tokens", text).put("audio_tokens", audio);
        return usage.put("output_tokens", output).put("total_tokens", text + audio + output);
    }

    private static ObjectNode segment(Span span, int id) {
        ObjectNode json = JSON.objectNode()
                .put("id", id)
                .put("seek", 0)
                .put("start", span.beginMillis() / THOUSAND)
                .put("end", span.endMillis() / THOUSAND)
                .put("text", span.text());
        ArrayNode tokens = json.putArray("tokens");
        for (long i = 0; i < Tokens.count(span.text()); i++) {
            tokens.add(50_364 + i);
        }
        return json.put("temperature", 0.0)
                .put("avg_logprob", -0.25)
                .put("compression_ratio", 1.25)
                .put("no_speech_prob", 0.01);
    }

    private static ObjectNode logprobs(ObjectNode json, List<String> words) {
        ArrayNode all = json.putArray("logprobs");
        for (String word : words) {
            ObjectNode one = all.addObject().put("token", word).put("logprob", -0.125);
            ArrayNode bytes = one.putArray("bytes");
            for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
                bytes.add(b & 0xFF);
            }
        }
        return json;
    }
}
