package dev.tollgate.edge.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A chat's answer, said as a message.
class MessageReaderTest {
    private static final MessagesRequest ASKED = Messages.parsed(Messages.asking("'stream':true"));
    private static final Quantities USAGE = Quantities.of(10, 5)
            .with(UsageClass.CACHED_INPUT, 7)
            .with(UsageClass.CACHE_WRITE, 3)
            .with(UsageClass.REASONING, 2);

    private final RecordingWriter out = new RecordingWriter();

    @Test
    void aPlainAnswerIsAMessage() {
        whole("""
                {'id':'chatcmpl-1','object':'chat.completion','model':'m','choices':[{'index':0,'message':{
                 'role':'assistant','reasoning_content':'hm','content':'I look.','refusal':null,'tool_calls':[
                  {'id':'call_1','type':'function','function':{'name':'look','arguments':'{~n~:1.50}'}},
                  {'id':'call_2','type':'function','function':{'name':'now','arguments':'later'}}]},
                 'finish_reason':'tool_calls'}]}""", USAGE);
        assertThat(out.chunks).singleElement().isEqualTo(Messages.said("""
                {'id':'msg_chatcmpl-1','type':'message','role':'assistant','model':'m','content':[
                 {'type':'thinking','thinking':'hm','signature':'tollgate-unsigned'},
                 {'type':'text','text':'I look.'},
                 {'type':'tool_use','id':'call_1','name':'look','input':{'n':1.50}},
                 {'type':'tool_use','id':'call_2','name':'now','input':{'arguments':'later'}}],
                 'stop_reason':'tool_use','stop_sequence':null,
                 'usage':{'input_tokens':10,'cache_creation_input_tokens':3,'cache_read_input_tokens':7,
                  'output_tokens':7,'output_tokens_details':{'thinking_tokens':2}}}""").replace("1.5}", "1.50}"));
    }

    @Test
    void thoughtsThatAreSignedKeepTheirSignature() {
        whole("""
                {'id':'msg_1','choices':[{'message':{'content':'x','reasoning_content':'hm','reasoning_details':[
                 {'type':'reasoning.text','text':'hm','signature':'c2ln'},{'type':'reasoning.encrypted','data':'xyz'}]},
                 'finish_reason':'stop'}]}""", USAGE);
        JsonNode message = Messages.json(out.chunks.getFirst());
        assertThat(message.path("id").asText()).isEqualTo("msg_1");
        assertThat(message.path("content")).isEqualTo(Messages.json("""
                [{'type':'thinking','thinking':'hm','signature':'c2ln'},{'type':'redacted_thinking','data':'xyz'},
                 {'type':'text','text':'x'}]"""));
    }

    @ParameterizedTest
    @CsvSource({"stop, end_turn", "length, max_tokens", "content_filter, refusal", "tool_calls, end_turn"})
    void whyItEndedIsSaidInAnthropicsWords(String chats, String anthropics) {
        whole("{'id':'1','choices':[{'message':{'content':'x'},'finish_reason':'" + chats + "'}]}", USAGE);
        assertThat(Messages.json(out.chunks.getFirst()).path("stop_reason").asText())
                .isEqualTo(anthropics);
    }

    @Test
    void withoutUsageOurOwnEstimateIsTold() {
        whole("{'id':'1','choices':[{'message':{'content':'four and more'},'finish_reason':'stop'}]}", null);
        JsonNode usage = Messages.json(out.chunks.getFirst()).path("usage");
        assertThat(usage.path("input_tokens").asLong()).isEqualTo(ASKED.size().estimate());
        assertThat(usage.path("output_tokens").asLong()).isEqualTo(4);
    }

    @Test
    void aStreamIsTheEventsOfAMessage() {
        Reading end = stream(
                USAGE,
                "{'id':'c1','choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}",
                "{'id':'c1','choices':[{'index':0,'delta':{'reasoning_content':'hm'}}]}",
                "{'id':'c1','choices':[{'index':0,'delta':{'content':'I '}}]}",
                "{'id':'c1','choices':[{'index':0,'delta':{'content':'look.'}}]}",
                "{'id':'c1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_1','type':'function',"
                        + "'function':{'name':'look','arguments':''}}]}}]}",
                "{'id':'c1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}}]}",
                "{'id':'c1','choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'id':'call_2','type':'function',"
                        + "'function':{'name':'now','arguments':''}}]}}]}",
                "{'id':'c1','choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}");
        assertThat(end).isEqualTo(Reading.DONE);
        assertThat(String.join("\n", out.chunks))
                .isEqualTo(List.of(
                                "{'type':'message_start','message':{'id':'msg_c1','type':'message','role':'assistant','model':'m',"
                                        + "'content':[],'stop_reason':null,'stop_sequence':null,'usage':{'input_tokens':"
                                        + ASKED.size().estimate() + ",'cache_creation_input_tokens':0,"
                                        + "'cache_read_input_tokens':0,'output_tokens':0}}}",
                                "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'',"
                                        + "'signature':''}}",
                                "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'hm'}}",
                                "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta',"
                                        + "'signature':'tollgate-unsigned'}}",
                                "{'type':'content_block_stop','index':0}",
                                "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
                                "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'I '}}",
                                "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'look.'}}",
                                "{'type':'content_block_stop','index':1}",
                                "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'call_1',"
                                        + "'name':'look','input':{}}}",
                                "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
                                        + "'partial_json':'{}'}}",
                                "{'type':'content_block_stop','index':2}",
                                "{'type':'content_block_start','index':3,'content_block':{'type':'tool_use','id':'call_2',"
                                        + "'name':'now','input':{}}}",
                                "{'type':'content_block_stop','index':3}",
                                "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{"
                                        + "'input_tokens':10,'cache_creation_input_tokens':3,'cache_read_input_tokens':7,"
                                        + "'output_tokens':7,'output_tokens_details':{'thinking_tokens':2}}}")
                        .stream()
                        .map(Messages::said)
                        .collect(Collectors.joining("\n")));
        assertThat(out.events)
                .startsWith("message_start", "content_block_start", "content_block_delta")
                .endsWith("content_block_stop", "message_delta");
        assertThat(out.texts).containsExactly("hm", "I ", "look.", "{}");
    }

    /// A beginning says nothing yet: another deployment may still be tried.
    @Test
    void nothingIsSaidBeforeTheModelSaysSomething() {
        Reading broken = new Reading.Failed(new Failure.Broken("truncated"));
        String beginning = "{'id':'c1','choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}";
        assertThat(new Chat(List.of(beginning), USAGE, broken, out).play()).isEqualTo(broken);
        assertThat(out.chunks).isEmpty();
    }

    @Test
    void thoughtsThatAreSignedBehindThemAreToldSo() {
        stream(
                USAGE,
                "{'id':'c','choices':[{'delta':{'reasoning_content':'hm'}}]}",
                "{'id':'c','choices':[{'delta':{'reasoning_details':[{'type':'reasoning.text','text':'hm',"
                        + "'signature':'c2ln'}]}}]}",
                "{'id':'c','choices':[{'delta':{'reasoning_details':[{'type':'reasoning.encrypted','data':'xyz'}]}}]}",
                "{'id':'c','choices':[{'delta':{'content':'x'},'finish_reason':'stop'}]}");
        assertThat(String.join("\n", out.chunks))
                .contains("\"signature\":\"c2ln\"", "\"type\":\"redacted_thinking\",\"data\":\"xyz\"")
                .doesNotContain(Repairs.UNSIGNED);
        assertThat(out.events.stream().filter("content_block_start"::equals)).hasSize(3);
        assertThat(out.events.stream().filter("content_block_stop"::equals)).hasSize(3);
    }

    @Test
    void anEmptyStreamIsAnEmptyMessage() {
        stream(USAGE, "{'id':'c','choices':[{'delta':{},'finish_reason':'stop'}]}");
        assertThat(out.events).containsExactly("message_start", "message_delta");
    }

    @Test
    void theLastFrameIsAnthropics() {
        assertThat(new MessageReader(reader(null), ASKED).closing())
                .hasToString("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void aFailureStaysOne() {
        Reading.Failed failed = new Reading.Failed(new Failure.Unreadable());
        Chat chat = new Chat(List.of("{'id':'c','choices':[{'delta':{'content':'x'}}]}"), null, failed, out);
        assertThat(chat.play()).isEqualTo(failed);
        assertThat(out.events).doesNotContain("message_delta");
    }

    private void whole(String completion, @Nullable Quantities usage) {
        byte[] nothing = new byte[0];
        assertThat(new MessageReader(reader(usage, completion), ASKED).whole(nothing, 0, 0, out))
                .isEqualTo(Reading.DONE);
    }

    private Reading stream(@Nullable Quantities usage, String... chunks) {
        return reader(usage, chunks).play();
    }

    private Chat reader(@Nullable Quantities usage, String... said) {
        return new Chat(List.of(said), usage, Reading.DONE, out);
    }

    /// An adapter's reader of a chat: says what it was given, piece by piece.
    private record Chat(List<String> said, @Nullable Quantities told, Reading last, RecordingWriter out)
            implements AnswerReader {
        /// Each event is one chunk; behind them the end.
        Reading play() {
            MessageReader reader = new MessageReader(this, ASKED);
            for (int i = 0; i < said.size(); i++) {
                assertThat(reader.event(new byte[0], i, i, out)).isEqualTo(Reading.MORE);
            }
            return reader.end(out);
        }

        @Override
        public Reading whole(byte[] bytes, int from, int to, AnswerWriter writer) {
            say(said.getFirst(), writer);
            return last;
        }

        @Override
        public Reading event(byte[] bytes, int from, int to, AnswerWriter writer) {
            say(said.get(from), writer);
            return Reading.MORE;
        }

        @Override
        public Reading end(AnswerWriter writer) {
            return last;
        }

        @Override
        public @Nullable Quantities usage() {
            return told;
        }

        private static void say(String json, AnswerWriter writer) {
            String plain = json.replace('\'', '"').replace("~", "\\\"");
            JsonNode choice = Messages.json(json).path("choices").get(0);
            JsonNode delta = choice.has("delta") ? choice.get("delta") : choice.path("message");
            tell(delta.path("reasoning_content"), writer);
            tell(delta.path("content"), writer);
            delta.path("tool_calls").forEach(call -> tell(call.path("function").path("arguments"), writer));
            byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
            writer.begin();
            writer.json(bytes, 0, 1);
            writer.json(bytes, 1, bytes.length);
            writer.end();
        }

        private static void tell(JsonNode text, AnswerWriter writer) {
            if (!text.asText("").isEmpty()) {
                byte[] bytes = text.asText().getBytes(StandardCharsets.UTF_8);
                writer.text(bytes, 0, bytes.length);
            }
        }
    }
}
