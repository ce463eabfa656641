package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Chat through the suite with a provider that speaks Gemini's dialect, as strict as the real one.
class GeminiE2e {
    private static final String MODEL = "gemini-2.0-flash";
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'get_weather','strict':true,"
            + "'parameters':{'$schema':'x','type':'object','properties':{'city':{'type':'string','pattern':'.'}},"
            + "'required':['city'],'additionalProperties':false}}}]";

    private final Caller caller = Caller.rich();

    @Test
    void answersWholeInItsOwnDialectAndCountsWhatTheProviderCounts() {
        Reply reply = chat("'messages':[{'role':'system','content':'Be kind.'},"
                + "{'role':'user','content':'Whole by Gemini'}],'max_tokens':100");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        JsonNode json = reply.json();
        assertThat(json.path("model").asText()).isEqualTo(MODEL);
        assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("You said: Whole by Gemini");
        assertThat(json.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        // 23 bytes of text are 6 tokens, and a turn is 4.
        assertThat(json.at("/usage/prompt_tokens").asInt()).isEqualTo(10);
        assertThat(json.at("/usage/completion_tokens").asInt()).isEqualTo(7);
        JsonNode seen = seen("Whole by Gemini").getLast();
        assertThat(seen.path("path").asText()).isEqualTo("/gemini/v1beta/models/gemini-2.0-flash:generateContent");
        assertThat(seen.at("/headers/x-goog-api-key").asText()).isEqualTo("present");
        assertThat(seen.at("/headers/authorization").isMissingNode()).isTrue();
        assertThat(seen.at("/body/systemInstruction/parts/0/text").asText()).isEqualTo("Be kind.");
    }

    @Test
    void streamsInItsOwnDialectAndEndsProperly() {
        Reply reply = chat("'messages':[{'role':'user','content':'Streamed by Gemini'}],'stream':true,"
                + "'stream_options':{'include_usage':true}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        List<JsonNode> chunks = reply.events();
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asText()));
        assertThat(text).hasToString("You said: Streamed by Gemini");
        JsonNode last = chunks.getLast();
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/completion_tokens").asInt()).isEqualTo(7);
        assertThat(seen("Streamed by Gemini").getLast().path("path").asText())
                .endsWith("gemini-2.0-flash:streamGenerateContent");
    }

    @Test
    void callsToolsAndTakesTheirAnswers() {
        String question = "{'role':'user','content':'The weather, in parallel'}";
        JsonNode message = chat("'messages':[" + question + "]," + TOOLS).json().at("/choices/0/message");
        assertThat(message.path("tool_calls")).hasSize(2);
        List<String> answers = new ArrayList<>();
        message.path("tool_calls")
                .forEach(call -> answers.addFirst("{'role':'tool','tool_call_id':'"
                        + call.path("id").asText() + "','content':'cold in "
                        + Suite.json(call.at("/function/arguments").asText())
                                .path("city")
                                .asText() + "'}"));
        String history = question + "," + Suite.JSON.createObjectNode().setAll((ObjectNode) message) + ","
                + String.join(",", answers);
        Reply reply = chat("'messages':[" + history + "]," + TOOLS);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().at("/choices/0/message/content").asText()).isEqualTo("The tool said: cold in Paris");
    }

    /// The SDKs ask for base64 on their own.
    @Test
    void embedsTextsAndWritesThemAsAsked() {
        String asked = "{'model':'gemini-embedding-001','input':['four','nineteen'],'dimensions':8,"
                + "'encoding_format':'%s'}";
        Reply floats = caller.post("/v1/embeddings", asked.formatted("float").replace('\'', '"'));
        assertThat(floats.status()).as(floats.body()).isEqualTo(200);
        assertThat(floats.json().at("/data/1/embedding")).hasSize(8);
        assertThat(floats.json().path("model").asText()).isEqualTo("gemini-embedding-001");
        assertThat(floats.json().at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        Reply base64 = caller.post("/v1/embeddings", asked.formatted("base64").replace('\'', '"'));
        byte[] vector =
                Base64.getDecoder().decode(base64.json().at("/data/1/embedding").asText());
        assertThat(vector).hasSize(8 * Float.BYTES);
        assertThat(ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN).getFloat())
                .isEqualTo(floats.json().at("/data/1/embedding/0").floatValue());
        Reply tokens =
                caller.post("/v1/embeddings", "{'model':'gemini-embedding-001','input':[1,2]}".replace('\'', '"'));
        assertThat(tokens.status()).isEqualTo(400);
        assertThat(tokens.json().at("/error/param").asText()).isEqualTo("input");
    }

    @Test
    void aCallersFaultIsToldAndAnImpossibleParameterIsNamed() {
        Reply refused = chat("'messages':[{'role':'user','content':'x'}],'logit_bias':{'1':1}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("unsupported_parameter");
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("logit_bias");
        Reply theirs = chat("'messages':[{'role':'user','content':'x'}],'tools':[{'type':'function',"
                + "'function':{'name':'9lives'}}]");
        assertThat(theirs.status()).isEqualTo(400);
        assertThat(theirs.json().at("/error/message").asText()).contains("Invalid function name");
    }

    /// Arguments of calls have single quotes nowhere.
    private Reply chat(String fields) {
        return caller.post("/v1/chat/completions", ("{'model':'" + MODEL + "'," + fields + "}").replace('\'', '"'));
    }

    private List<JsonNode> seen(String marker) {
        URI log = caller.suite().stack().demoUrl().resolve("/demo/requests?limit=1000&model=" + MODEL);
        List<JsonNode> found = new ArrayList<>();
        Suite.json(caller.suite().send(HttpRequest.newBuilder(log).build()).body())
                .path("requests")
                .forEach(request -> {
                    if (request.path("body").toString().contains(marker)) {
                        found.add(request);
                    }
                });
        assertThat(found).as("requests with " + marker).isNotEmpty();
        return found;
    }
}
