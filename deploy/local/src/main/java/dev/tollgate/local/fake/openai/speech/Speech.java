package dev.tollgate.local.fake.openai.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// `POST /v1/audio/speech`: model `demo-speech`. 60 ms of sound for each character at speed 1; `[mib:200]` in the input
/// makes the answer exactly that big. Sound costs 20 output tokens a second, text its tokens.
public final class Speech implements Operation {

    private static final int INPUT_MAX = 4_096;
    private static final int MILLIS_PER_CHARACTER = 60;
    private static final int MILLIS_PER_TOKEN = 50;
    private static final int PIECES_BEFORE_FAULT = 3;
    private static final Pattern SIZE = Pattern.compile("\\[mib:(\\d{1,4})]");
    private static final String[] FORMATS = {"mp3", "opus", "aac", "flac", "wav", "pcm"};
    private static final List<String> VOICES = List.of(
            "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin",
            "cedar");
    private static final List<FieldRule> RULES = List.of(
            FieldRule.only(
                    Set.of("model", "input", "voice", "instructions", "response_format", "speed", "stream_format")),
            FieldRule.model(),
            FieldRule.required("input"),
            FieldRule.text("input", INPUT_MAX),
            FieldRule.notEmpty("input"),
            FieldRule.required("voice"),
            Speech::voice,
            FieldRule.text("instructions", INPUT_MAX),
            FieldRule.oneOf("response_format", FORMATS),
            Speech::speed,
            FieldRule.oneOf("stream_format", "sse", "audio"));

    @Override
    public String path() {
        return "/audio/speech";
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named("demo-speech", model);
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.get("input").textValue();
    }

    @Override
    public void perform(Call call) {
        JsonNode body = call.body();
        String name = body.path("response_format").asText("mp3");
        String input = body.get("input").textValue();
        double speed = body.path("speed").asDouble(1);
        AudioFormat format = AudioFormat.of(name);
        long total = bytes(input, speed, format);
        boolean events = body.path("stream_format").asText().equals("sse");
        Reply reply = events
                ? events(call.script(), new Sound(format, total), usage(body, format.millis(total)))
                : said(input, speed, name);
        call.exchange().play(call.script(), reply);
    }

    /// A text as sound, for providers of other dialects too.
    ///
    /// @param format as OpenAI names it: `mp3`
    public static Reply said(String text, double speed, String format) {
        AudioFormat known = AudioFormat.of(format);
        Sound sound = new Sound(known, bytes(text, speed, known));
        return new Reply.Parts(known.contentType(), sound, PIECES_BEFORE_FAULT, Buffer.buffer());
    }

    private static long bytes(String input, double speed, AudioFormat format) {
        Matcher size = SIZE.matcher(input);
        if (size.find()) {
            return Long.parseLong(size.group(1)) << 20;
        }
        long characters = input.codePointCount(0, input.length());
        return format.bytes((long) (characters * MILLIS_PER_CHARACTER / speed));
    }

    /// The last event tells the usage; no `[DONE]` follows.
    private static Reply events(Script script, Sound sound, ObjectNode usage) {
        Stream<String> deltas = StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(sound, Spliterator.ORDERED), false)
                .map(piece -> JsonReply.frame(event("speech.audio.delta")
                        .put("audio", Base64.getEncoder().encodeToString(piece.getBytes()))));
        ObjectNode done = JsonReply.pad(script, event("speech.audio.done"));
        if (!script.has(Fault.NO_USAGE)) {
            done.set("usage", usage);
        }
        Stream<String> frames = Stream.concat(deltas, Stream.of(JsonReply.frame(done)));
        return Reply.Parts.events(
                frames, PIECES_BEFORE_FAULT, Rejection.midway().frame());
    }

    private static ObjectNode usage(JsonNode body, long millis) {
        long input = Tokens.count(body.get("input").textValue())
                + Tokens.count(body.path("instructions").asText());
        long output = Math.ceilDiv(millis, MILLIS_PER_TOKEN);
        return JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", input)
                .put("output_tokens", output)
                .put("total_tokens", input + output);
    }

    private static ObjectNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static Optional<Rejection> voice(JsonNode body) {
        JsonNode voice = body.path("voice");
        if (voice.isObject()) {
            return voice.path("id").isTextual() ? Optional.empty() : Optional.of(Rejection.missing("voice.id"));
        }
        return FieldRule.oneOf("voice", VOICES.toArray(String[]::new)).check(body);
    }

    private static Optional<Rejection> speed(JsonNode body) {
        return FieldRule.decimal("speed", 0, 4).check(body).or(() -> {
            double speed = body.path("speed").asDouble(1);
            String message = "Invalid 'speed': decimal below minimum value. Expected a value >= 0.25, but got " + speed
                    + " instead.";
            return speed >= 0.25
                    ? Optional.empty()
                    : Optional.of(Rejection.invalid(message, "speed", "decimal_below_min_value"));
        });
    }
}
