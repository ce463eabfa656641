package dev.tollgate.edge.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.Spoken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// A chat's answer, said as a response. Single quotes stand for double ones.
class ResponseReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USAGE = "'usage':{'prompt_tokens':9,'completion_tokens':5,'prompt_tokens_details':"
            + "{'cached_tokens':4},'completion_tokens_details':{'reasoning_tokens':2}}";

    @Test
    void aPlainAnswerIsAMessage() {
        JsonNode response = whole("'message':{'role':'assistant','content':'hello'},'finish_reason':'stop'");
        assertThat(response.path("id").textValue()).isEqualTo("resp_1");
        assertThat(response.path("object").textValue()).isEqualTo("response");
        assertThat(response.path("status").textValue()).isEqualTo("completed");
        assertThat(response.path("model").textValue()).isEqualTo("m");
        assertThat(response.path("store").booleanValue()).isFalse();
        assertThat(response.path("instructions").textValue()).isEqualTo("be kind");
        assertThat(response.path("output"))
                .isEqualTo(json("[{'type':'message','id':'msg_1_0','status':'completed','role':'assistant','content':"
                        + "[{'type':'output_text','text':'hello','annotations':[],'logprobs':[]}]}]"));
        assertThat(response.path("usage"))
                .isEqualTo(json("{'input_tokens':9,'input_tokens_details':{'cached_tokens':4,'cache_write_tokens':0},"
                        + "'output_tokens':5,'output_tokens_details':{'reasoning_tokens':2},'total_tokens':14}"));
    }

    @Test
    void callsThoughtsAndRefusalsAreItemsOfTheirOwn() {
        JsonNode output = whole("'message':{'role':'assistant','content':null,'reasoning_content':'hm','refusal':'no',"
                        + "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{}'},"
                        + "'extra_content':{'google':{'thought_signature':'s'}}},"
                        + "{'id':'call_2','type':'custom','custom':{'name':'c','input':'x'}}]},"
                        + "'finish_reason':'tool_calls'")
                .path("output");
        assertThat(output)
                .extracting(item -> item.path("type").textValue())
                .containsExactly("reasoning", "message", "function_call", "custom_tool_call");
        assertThat(output.at("/0/summary/0/text").textValue()).isEqualTo("hm");
        assertThat(output.at("/1/content/0")).isEqualTo(json("{'type':'refusal','refusal':'no'}"));
        assertThat(output.path(2))
                .isEqualTo(json("{'type':'function_call','id':'fc_1_2','call_id':'call_1','name':'f','arguments':'{}',"
                        + "'status':'completed','extra_content':{'google':{'thought_signature':'s'}}}"));
        assertThat(output.path(3).path("input").textValue()).isEqualTo("x");
    }

    @Test
    void aPictureIsACallThatGeneratedIt() {
        JsonNode output = whole("'message':{'role':'assistant','content':'see','images':[{'type':'image_url',"
                        + "'image_url':{'url':'data:image/png;base64,AAAA'}}]},'finish_reason':'stop'")
                .path("output");
        assertThat(output.path(1))
                .isEqualTo(json("{'type':'image_generation_call','id':'ig_1_1','status':'completed','result':'AAAA'}"));
    }

    @Test
    void anAnswerThatWasCutIsIncompleteAndSaysWhy() {
        JsonNode cut = whole("'message':{'content':'he'},'finish_reason':'length'");
        assertThat(cut.path("status").textValue()).isEqualTo("incomplete");
        assertThat(cut.at("/incomplete_details/reason").textValue()).isEqualTo("max_output_tokens");
        assertThat(cut.at("/output/0/status").textValue()).isEqualTo("incomplete");
        JsonNode filtered = whole("'message':{'content':'he'},'finish_reason':'content_filter'");
        assertThat(filtered.at("/incomplete_details/reason").textValue()).isEqualTo("content_filter");
    }

    @Test
    void aStreamTellsEachStepInOpenAisOrder() {
        Told told = stream("'content':'Hel'", "'content':'lo'");
        assertThat(told.types())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(told.events())
                .extracting(event -> event.path("sequence_number").intValue())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(told.events()
                        .getLast()
                        .at("/response/output/0/content/0/text")
                        .textValue())
                .isEqualTo("Hello");
        assertThat(told.events().getLast().at("/response/usage/total_tokens").intValue())
                .isEqualTo(14);
        assertThat(told.text()).containsExactly("Hel", "lo");
    }

    @Test
    void thoughtsAreASummaryAndEndWhereTextBegins() {
        Told told = stream("'reasoning_content':'h'", "'reasoning_content':'m'", "'content':'yes'");
        assertThat(told.types().subList(2, 9))
                .containsExactly(
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.output_item.done");
        assertThat(told.events().get(6).path("text").textValue()).isEqualTo("hm");
    }

    @Test
    void callsSideBySideKeepTheirArguments() {
        Told told = stream(
                "'tool_calls':[{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':''}}]",
                "'tool_calls':[{'index':1,'id':'b','type':'function','function':{'name':'g','arguments':'{'}}]",
                "'tool_calls':[{'index':0,'function':{'arguments':'{}'}},{'index':1,'function':{'arguments':'}'}}]");
        JsonNode output = told.events().getLast().at("/response/output");
        assertThat(output)
                .extracting(item -> item.path("arguments").textValue())
                .containsExactly("{}", "{}");
        assertThat(told.types())
                .filteredOn("response.function_call_arguments.done"::equals)
                .hasSize(2);
    }

    @Test
    void theLastEventWaitsForTheBooks() {
        RecordingWriter written = new RecordingWriter();
        AnswerReader reader = reader(true);
        feed(reader, written, chunk("'content':'x'", "null"));
        feed(reader, written, chunk("", "'stop'"));
        assertThat(reader.end(written)).isEqualTo(Reading.DONE);
        assertThat(written.events).doesNotContain("response.completed");
        assertThat(reader.closing().toString())
                .startsWith("event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":8,")
                .endsWith("\n\n");
        assertThat(reader.events()).isEqualTo(9);
    }

    @Test
    void aChatThatFailsIsNoResponse() {
        byte[] error = quoted("{'error':{'message':'no','type':'server_error'}}");
        assertThat(reader(false).whole(error, 0, error.length, new RecordingWriter()))
                .isInstanceOf(Reading.Failed.class);
        RecordingWriter written = new RecordingWriter();
        AnswerReader reader = reader(true);
        feed(reader, written, chunk("'content':'x'", "null"));
        assertThat(reader.end(written)).isInstanceOf(Reading.Failed.class);
    }

    @Test
    void thoughtsComeBackToTheTurnThatTheyWereThoughtIn() {
        JsonNode output = whole("'message':{'role':'assistant','content':null,'reasoning_content':'hm',"
                        + "'reasoning_details':[{'type':'reasoning.text','text':'hm','signature':'s'}],"
                        + "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "'finish_reason':'tool_calls'")
                .path("output");
        ObjectNode next = JSON.createObjectNode().put("model", "m");
        next.putArray("input").addAll((ArrayNode) output);
        next.withArray("input")
                .addObject()
                .put("type", "function_call_output")
                .put("call_id", "call_1")
                .put("output", "1");
        Spoken.Said said = (Spoken.Said) ResponsesRequests.asChat(next.toString());
        JsonNode turn = ((SaidAsChat) said.body()).tree().at("/messages/0");
        assertThat(turn.path("reasoning_content").textValue()).isEqualTo("hm");
        assertThat(turn.at("/reasoning_details/0/signature").textValue()).isEqualTo("s");
    }

    /// However a text is cut, what is heard piece by piece is what the last event tells, and what is counted.
    @Property(tries = 200)
    void whatIsHeardIsWhatWasSaid(@ForAll @Size(max = 12) List<String> pieces) {
        List<String> wellFormed = pieces.stream()
                .map(piece -> new String(piece.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .toList();
        Told told = stream(wellFormed.stream()
                .map(piece -> "\"content\":" + JSON.getNodeFactory().textNode(piece))
                .toArray(String[]::new));
        String whole = String.join("", wellFormed);
        String heard = told.events().stream()
                .filter(event -> event.path("type").asText().equals("response.output_text.delta"))
                .map(event -> event.path("delta").textValue())
                .collect(Collectors.joining());
        assertThat(heard).isEqualTo(whole);
        assertThat(told.events()
                        .getLast()
                        .at("/response/output/0/content/0/text")
                        .asText(""))
                .isEqualTo(whole);
        assertThat(told.text().stream()
                        .map(text -> json('"' + text + '"').textValue())
                        .collect(Collectors.joining()))
                .isEqualTo(whole);
    }

    private record Told(List<JsonNode> events, List<String> types, List<String> text) {}

    private static Told stream(String... deltas) {
        RecordingWriter written = new RecordingWriter();
        AnswerReader reader = reader(true);
        for (String delta : deltas) {
            assertThat(feed(reader, written, chunk(delta, "null"))).isEqualTo(Reading.MORE);
        }
        feed(reader, written, chunk("", "'stop'"));
        feed(reader, written, "{'id':'chatcmpl-1','created':7,'choices':[]," + USAGE + "}");
        assertThat(feed(reader, written, "[DONE]")).isEqualTo(Reading.DONE);
        String last = reader.closing().toString();
        JsonNode end = json(last.substring(last.indexOf("data: ") + 6));
        List<JsonNode> events = new ArrayList<>(
                written.chunks.stream().map(ResponseReaderTest::json).toList());
        events.add(end);
        assertThat(written.events)
                .isEqualTo(written.chunks.stream()
                        .map(chunk -> json(chunk).path("type").textValue())
                        .toList());
        return new Told(
                events,
                Stream.concat(
                                written.events.stream(),
                                Stream.of(end.path("type").textValue()))
                        .toList(),
                written.texts);
    }

    private static String chunk(String delta, String finish) {
        return "{'id':'chatcmpl-1','created':7,'model':'up','choices':[{'index':0,'delta':{" + delta
                + "},'finish_reason':" + finish + "}]}";
    }

    private static Reading feed(AnswerReader reader, RecordingWriter written, String event) {
        byte[] bytes = event.contains("\"") ? escaped(event) : quoted(event);
        return reader.event(bytes, 0, bytes.length, written);
    }

    /// The frame's single quotes alone: what is between double ones may have any.
    private static byte[] escaped(String event) {
        int from = event.indexOf("\"content\"");
        int to = event.lastIndexOf("},'finish_reason'");
        String text = event.substring(0, from).replace('\'', '"')
                + event.substring(from, to)
                + event.substring(to).replace('\'', '"');
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode whole(String choice) {
        byte[] answer = quoted(
                "{'id':'chatcmpl-1','created':7,'model':'up','choices':[{'index':0," + choice + "}]," + USAGE + "}");
        RecordingWriter written = new RecordingWriter();
        assertThat(reader(false).whole(answer, 0, answer.length, written)).isEqualTo(Reading.DONE);
        assertThat(written.chunks).hasSize(1);
        return json(written.chunks.getFirst());
    }

    private static AnswerReader reader(boolean stream) {
        Spoken.Said said = (Spoken.Said) ResponsesRequests.asChat(
                "{\"model\":\"m\",\"instructions\":\"be kind\"," + "\"input\":\"hi\",\"stream\":" + stream + "}");
        return said.reading().apply(new OpenAiAdapter().reader(said.body()));
    }

    private static byte[] quoted(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.startsWith("{\"") || text.startsWith("\"") ? text : text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
