package dev.tollgate.edge.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.local.fake.anthropic.AnthropicFake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever OpenAI's clients send is translated into what the strict fake takes; whatever is streamed comes out
/// whole.
class RoundTripTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property(tries = 2_000)
    void anyHistoryIsTranslatedIntoOneThatIsTaken(
            @ForAll("histories") ArrayNode messages,
            @ForAll("models") String model,
            @ForAll("fields") ObjectNode fields) {
        ObjectNode chat = fields.deepCopy();
        chat.set("messages", messages);
        ObjectNode translated;
        try {
            translated = MessagesBody.of(chat, new Upstream("https://x/v1", model, null, null, 4_000, Map.of()));
        } catch (Untranslatable refused) {
            // Only what the request says on purpose may be refused.
            assertThat(List.of("messages", "tool_choice")).contains(refused.param());
            return;
        }

        assertThat(AnthropicFake.complaint(translated, true))
                .as("%s%nof %s", translated, chat)
                .isEmpty();
    }

    @Property(tries = 1_000)
    void theUsersWordsAllArrive(@ForAll("histories") ArrayNode messages) {
        String translated;
        try {
            ObjectNode chat = JSON.objectNode();
            chat.set("messages", messages);
            translated = MessagesBody.of(
                            chat, new Upstream("https://x/v1", Asked.BUDGETED, null, null, 4_000, Map.of()))
                    .toString();
        } catch (Untranslatable nothingSaid) {
            return;
        }
        for (JsonNode message : messages) {
            String content = message.path("content").asText("").strip();
            assertThat(translated).contains(content.replace("\n", "\\n"));
        }
    }

    @Property(tries = 1_000)
    void anyStreamComesOutWhole(@ForAll("streams") List<Block> blocks) {
        List<String> events = new ArrayList<>();
        events.add("{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}");
        blocks.forEach(block -> events.addAll(block.events()));
        events.add(
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}");
        events.add("{\"type\":\"message_stop\"}");

        Streamed streamed = Streamed.of(events);

        assertThat(streamed.end()).isEqualTo(Reading.DONE);
        assertThat(streamed.joined("/content")).isEqualTo(joined(blocks, "text"));
        assertThat(streamed.joined("/reasoning_content")).isEqualTo(joined(blocks, "thinking"));
        List<String> arguments = new ArrayList<>();
        streamed.deltas().forEach(delta -> {
            JsonNode call = delta.at("/tool_calls/0");
            if (call.has("id")) {
                assertThat(call.path("index").asInt()).isEqualTo(arguments.size());
                arguments.add("");
            } else if (call.isObject()) {
                assertThat(call.path("index").asInt()).isEqualTo(arguments.size() - 1);
                arguments.add(
                        arguments.removeLast() + call.at("/function/arguments").asText());
            }
        });
        assertThat(arguments)
                .isEqualTo(blocks.stream()
                        .filter(block -> block.type().equals("tool_use"))
                        .map(block -> block.whole().isEmpty() ? "{}" : block.whole())
                        .toList());
        assertThat(streamed.written().chunks).noneMatch(chunk -> chunk.contains("\n"));
    }

    record Block(String type, List<String> pieces) {
        String whole() {
            return String.join("", pieces);
        }

        List<String> events() {
            List<String> events = new ArrayList<>();
            ObjectNode start = JSON.objectNode().put("type", type);
            if (type.equals("tool_use")) {
                start.put("id", "t").put("name", "f").putObject("input");
            }
            events.add(event("content_block_start", "content_block", start));
            String field =
                    switch (type) {
                        case "text" -> "text";
                        case "thinking" -> "thinking";
                        default -> "partial_json";
                    };
            String delta = type.equals("tool_use") ? "input_json_delta" : field + "_delta";
            pieces.forEach(piece -> events.add(event(
                    "content_block_delta",
                    "delta",
                    JSON.objectNode().put("type", delta).put(field, piece))));
            events.add("{\"type\":\"content_block_stop\",\"index\":0}");
            return events;
        }

        private static String event(String type, String member, ObjectNode value) {
            ObjectNode event = JSON.objectNode().put("type", type).put("index", 0);
            event.set(member, value);
            return event.toString();
        }
    }

    private static String joined(List<Block> blocks, String type) {
        StringBuilder text = new StringBuilder();
        blocks.stream().filter(block -> block.type().equals(type)).forEach(block -> text.append(block.whole()));
        return text.toString();
    }

    @Provide
    static Arbitrary<List<Block>> streams() {
        Arbitrary<List<String>> pieces =
                Arbitraries.strings().ofMaxLength(6).list().ofMaxSize(4);
        return Combinators.combine(Arbitraries.of("text", "thinking", "tool_use"), pieces)
                .as((type, all) -> new Block(
                        type, all.stream().map(RoundTripTest::withoutHalves).toList()))
                .list()
                .ofMaxSize(5);
    }

    /// Half a character cannot be told in UTF-8.
    private static String withoutHalves(String text) {
        StringBuilder whole = new StringBuilder();
        text.codePoints()
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    @Provide
    static Arbitrary<String> models() {
        return Arbitraries.of(
                "claude-3-5-sonnet-20241022",
                "claude-3-7-sonnet-20250219",
                "claude-sonnet-4-20250514",
                "claude-opus-4-1-20250805",
                "claude-sonnet-4-5",
                "claude-opus-4-6",
                "claude-opus-4-7",
                "claude-sonnet-5",
                "claude-sonnet-5-5",
                "claude-opus-5-5",
                "claude-haiku-5-5",
                "demo");
    }

    @Provide
    static Arbitrary<ObjectNode> fields() {
        Arbitrary<String> tools = Arbitraries.of(
                "",
                "'tools':[{'type':'function','function':{'name':'f'}}],",
                "'tools':[{'type':'function','function':{'name':'f','strict':true,'parameters':{'type':'object',"
                        + "'properties':{}}}},{'type':'function','function':{'name':'g','description':'G'}}],");
        Arbitrary<String> choice =
                Arbitraries.of("", "'tool_choice':'none',", "'tool_choice':'auto',", "'tool_choice':'required',");
        Arbitrary<String> format = Arbitraries.of(
                "",
                "'response_format':{'type':'json_object'},",
                "'response_format':{'type':'json_schema','json_schema':{'name':'x','strict':true,'schema':{'type':'object',"
                        + "'properties':{'n':{'type':'number','minimum':0}}}}},",
                "'response_format':{'type':'json_schema','json_schema':{'name':'x'}},");
        Arbitrary<String> effort = Arbitraries.of(
                "", "'reasoning_effort':'none',", "'reasoning_effort':'low',", "'reasoning_effort':'xhigh',");
        Arbitrary<String> rest = Arbitraries.of(
                "'stream':true",
                "'temperature':2,'top_p':0.5",
                "'top_p':0.99,'top_k':3",
                "'stop':['\\n','x'],'parallel_tool_calls':false",
                "'max_tokens':1500,'user':'u'");
        return Combinators.combine(tools, choice, format, effort, rest)
                .as((a, b, c, d, e) -> (ObjectNode) Asked.json("{" + a + (a.isEmpty() ? "" : b) + c + d + e + "}"));
    }

    @Provide
    static Arbitrary<ArrayNode> histories() {
        Arbitrary<String> said = Arbitraries.of("", " ", "hi", "What is it? ", "line\\nline", "äöü");
        Arbitrary<String> id = Arbitraries.of("a", "b", "call:1", "functions.f:0", "");
        Arbitrary<String> plain = Combinators.combine(
                        Arbitraries.of("system", "developer", "user", "user", "assistant", "assistant"), said)
                .as((role, text) -> "{'role':'" + role + "','content':'" + text + "'}");
        Arbitrary<String> parts = said.map(
                text -> "{'role':'user','content':[{'type':'text','text':'" + text
                        + "','cache_control':{'type':'ephemeral'}},{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}");
        Arbitrary<String> calls = Combinators.combine(id, id, said, Arbitraries.of(true, false))
                .as((first, second, text, thinks) -> "{'role':'assistant','content':'" + text + "',"
                        + (thinks ? "'reasoning_details':[" + thought() + "]," : "") + "'tool_calls':["
                        + call(first) + "," + call(second) + "]}");
        Arbitrary<String> result = Combinators.combine(id, said)
                .as((of, text) -> "{'role':'tool','tool_call_id':'" + of + "','content':'" + text + "'}");
        // Markers are few: Anthropic takes four, and says so itself.
        return Arbitraries.frequencyOf(Tuple.of(6, plain), Tuple.of(3, calls), Tuple.of(5, result))
                .list()
                .ofMaxSize(10)
                .flatMap(messages -> parts.list().ofMaxSize(2).map(more -> {
                    ArrayNode history = JSON.arrayNode();
                    messages.forEach(message -> history.add(Asked.json(message)));
                    more.forEach(message -> history.insert(history.size() / 2, Asked.json(message)));
                    return history;
                }));
    }

    private static String call(String id) {
        return "{'id':'" + id + "','type':'function','function':{'name':'f','arguments':'{}'}}";
    }

    /// Signed as the fake signs.
    private static String thought() {
        return "{'type':'reasoning.text','text':'The user wants an answer; it shall be given.','signature':"
                + "'I9MbKUhx3knkiDwgk9WSJuNHWAu32l08xRK6ZLM9kmA=','format':'anthropic-claude-v1','index':0}";
    }
}
