package dev.tollgate.edge.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.local.fake.gemini.GeminiRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/// Whatever a caller says, the API takes what becomes of it, and nothing that was said is missing; whatever the model
/// says, in whichever pieces, the caller gets it all.
class GeminiRoundTripTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> MODELS =
            List.of("gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash", "gemini-3-pro-preview", "some-model");

    @Property(tries = 2_000)
    void anyHistoryIsTakenAndNoTextOfItIsLost(@ForAll long seed) {
        Random random = new Random(seed);
        History history = new History(random);
        String model = MODELS.get(random.nextInt(MODELS.size()));
        JsonNode sent = new Asked(history.body(), false, false).sentTo(model);
        assertThat(GeminiRules.refusalOfContent(model, sent))
                .as("%s%n%s", history.body(), sent)
                .isEmpty();
        assertThat(sent.findValuesAsText("text").toString() + sent.findValuesAsText("result") + sent.findValues("args"))
                .contains(history.texts());
    }

    @Property(tries = 1_000)
    void whatTheModelSaysArrivesWholeInAnyPieces(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        Said said = new Said(random);
        AnswerReader reader = new GeminiAdapter().reader(Asked.streamOf("{'messages':[]}"));
        RecordingWriter out = new RecordingWriter();
        for (ObjectNode event : said.events()) {
            assertThat(GeminiAnswerTest.event(reader, event.toString().replace('\'', '’'), out))
                    .isEqualTo(Reading.MORE);
        }
        assertThat(reader.end(out)).isEqualTo(Reading.DONE);
        Map<Integer, String> heard = new TreeMap<>();
        for (String chunk : out.chunks) {
            JsonNode choice = Asked.read(chunk).path("choices").path(0);
            heard.merge(choice.path("index").asInt(), Heard.of(choice.path("delta")), String::concat);
        }
        assertThat(heard).isEqualTo(said.expected());
        StringBuilder told = new StringBuilder();
        out.texts.forEach(text -> told.append(Asked.read('"' + text + '"').textValue()));
        assertThat(told.length()).isEqualTo(said.length());
    }

    /// A conversation such as a caller might send: in any order of roles, with gaps and runs.
    private static final class History {
        private final Random random;
        private final ObjectNode body = JSON.objectNode();
        private final List<String> texts = new ArrayList<>();
        private int ids;

        History(Random random) {
            this.random = random;
            ArrayNode messages = body.putArray("messages");
            messages.addObject()
                    .put("role", random.nextBoolean() ? "user" : "system")
                    .put("content", word());
            int count = random.nextInt(8);
            for (int i = 0; i < count; i++) {
                message(messages);
            }
            if (random.nextBoolean()) {
                tools();
            }
            if (random.nextInt(3) == 0) {
                body.put("temperature", random.nextInt(21) / 10.0).put("n", 1 + random.nextInt(8));
                body.put("seed", random.nextLong()).put("presence_penalty", random.nextInt(5) - 2);
                body.put("max_tokens", 1 + random.nextInt(10_000));
            }
        }

        JsonNode body() {
            return body;
        }

        List<String> texts() {
            return texts;
        }

        private void message(ArrayNode messages) {
            switch (random.nextInt(7)) {
                case 0 -> messages.addObject().put("role", "system").put("content", maybe());
                case 1 -> messages.addObject().put("role", "developer").put("content", word());
                case 2 -> messages.addObject().put("role", "assistant").put("content", maybe());
                case 3 -> parts(messages.addObject().put("role", "user").putArray("content"));
                case 4 -> messages.addObject().put("role", "assistant").put("refusal", word());
                case 5 -> calls(messages);
                default -> messages.addObject().put("role", "user").put("content", maybe());
            }
        }

        private void parts(ArrayNode parts) {
            parts.addObject().put("type", "text").put("text", maybe());
            if (random.nextBoolean()) {
                parts.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", "data:image/png;base64,aGk=");
            }
            if (random.nextBoolean()) {
                parts.addObject()
                        .put("type", "input_audio")
                        .putObject("input_audio")
                        .put("format", "wav")
                        .put("data", "aGk=");
            }
        }

        private void calls(ArrayNode messages) {
            ObjectNode message = messages.addObject().put("role", "assistant").put("content", maybe());
            ArrayNode calls = message.putArray("tool_calls");
            List<String> open = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                String id = "call_" + ids++;
                open.add(random.nextInt(open.size() + 1), id);
                calls.addObject()
                        .put("id", id)
                        .put("type", "function")
                        .putObject("function")
                        .put("name", "tool_" + random.nextInt(3))
                        .put("arguments", random.nextBoolean() ? "{\"" + word() + "\":1}" : "");
            }
            for (String id : open) {
                messages.addObject().put("role", "tool").put("tool_call_id", id).put("content", word());
            }
        }

        private void tools() {
            ArrayNode tools = body.putArray("tools");
            for (int i = 0; i < 3; i++) {
                ObjectNode function = tools.addObject()
                        .put("type", "function")
                        .putObject("function")
                        .put("name", "tool_" + i);
                function.put("strict", true).set("parameters", schema(3));
            }
            body.put("tool_choice", List.of("auto", "none", "required").get(random.nextInt(3)));
        }

        private ObjectNode schema(int depth) {
            ObjectNode schema = JSON.objectNode().put("$schema", "x").put("description", "d");
            if (depth == 0 || random.nextInt(3) == 0) {
                schema.put("type", "string")
                        .put("pattern", ".")
                        .put("minLength", 1)
                        .put("default", "x");
                return random.nextBoolean() ? schema.put("const", "c") : schema.put("nullable", true);
            }
            switch (random.nextInt(4)) {
                case 0 -> schema.put("type", "array").set("items", schema(depth - 1));
                case 1 ->
                    schema.putArray("anyOf").add(schema(depth - 1)).addObject().put("type", "null");
                case 2 -> schema.putArray("allOf").add(schema(depth - 1)).add(schema(depth - 1));
                default -> {
                    schema.put("type", "object").put("additionalProperties", random.nextBoolean());
                    schema.putObject("properties").set("a", schema(depth - 1));
                    schema.putArray("required").add("a");
                    schema.putObject("definitions").set("D", schema(depth - 1));
                    schema.putObject("patternProperties").putObject("x");
                }
            }
            return schema;
        }

        private String maybe() {
            return random.nextInt(4) == 0 ? "" : word();
        }

        private String word() {
            String word = "w" + texts.size() + "é😀";
            texts.add(word);
            return word;
        }
    }

    /// What candidates say, and the events that bring it.
    private static final class Said {
        private final Random random;
        private final List<ObjectNode> events = new ArrayList<>();
        private final Map<Integer, String> expected = new TreeMap<>();
        private final int[] calls;
        private int length;

        Said(Random random) {
            this.random = random;
            int candidates = 1 + random.nextInt(3);
            calls = new int[candidates];
            int pieces = random.nextInt(12);
            for (int i = 0; i < pieces; i++) {
                piece(random.nextInt(candidates));
            }
            ObjectNode last = JSON.objectNode();
            ArrayNode all = last.putArray("candidates");
            for (int i = 0; i < candidates; i++) {
                all.addObject().put("index", i).put("finishReason", "STOP");
                expected.merge(i, "", String::concat);
            }
            events.add(last);
        }

        List<ObjectNode> events() {
            return events;
        }

        Map<Integer, String> expected() {
            return expected;
        }

        int length() {
            return length;
        }

        private void piece(int index) {
            ObjectNode event = JSON.objectNode();
            ArrayNode parts = event.putArray("candidates")
                    .addObject()
                    .put("index", index)
                    .putObject("content")
                    .put("role", "model")
                    .putArray("parts");
            switch (random.nextInt(3)) {
                case 0 -> say(index, "T", text(parts, false));
                case 1 -> say(index, "R", text(parts, true));
                default -> {
                    ObjectNode arguments = JSON.objectNode().put("n", random.nextInt());
                    parts.addObject().putObject("functionCall").put("name", "f").set("args", arguments);
                    expected.merge(index, "C" + calls[index] + "f" + arguments, String::concat);
                    calls[index]++;
                    length += arguments.toString().length();
                }
            }
            events.add(event);
        }

        private String text(ArrayNode parts, boolean thought) {
            String text = List.of("", "a", "line\nbreak", "\"quoted\"", "é😀 ", "\u2028")
                    .get(random.nextInt(6));
            ObjectNode part = parts.addObject().put("text", text);
            if (thought) {
                part.put("thought", true);
            }
            return text;
        }

        private void say(int index, String kind, String text) {
            if (!text.isEmpty()) {
                expected.merge(index, kind + text, String::concat);
                length += text.length();
            }
        }
    }

    private static final class Heard {
        static String of(JsonNode delta) {
            if (delta.has("tool_calls")) {
                JsonNode call = delta.path("tool_calls").path(0);
                return "C" + call.path("index").asInt()
                        + call.at("/function/name").asText()
                        + call.at("/function/arguments").asText();
            }
            if (delta.has("reasoning_content")) {
                return "R" + delta.path("reasoning_content").asText();
            }
            String content = delta.path("content").asText();
            return content.isEmpty() ? "" : "T" + content;
        }
    }
}
