package dev.tollgate.edge.completions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.provider.anthropic.AnthropicAdapter;
import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ModelPrice PRICE =
            TestPrices.of(Map.of(UsageClass.INPUT, 1_000_000_000L, UsageClass.OUTPUT, 4_000_000_000L));
    private static final ProviderAdapter OPENAI = new OpenAiAdapter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"prompt":"a"}                                              | model          | MISSING_REQUIRED_PARAMETER
            {"model":"m"}                                               | prompt         | MISSING_REQUIRED_PARAMETER
            {"model":"m","prompt":1}                                    | prompt         | INVALID_TYPE
            {"model":"m","prompt":[]}                                   | prompt         | INVALID_VALUE
            {"model":"m","prompt":["a",1]}                              | prompt[1]      | INVALID_TYPE
            {"model":"m","prompt":[[1],["a"]]}                          | prompt[1][0]   | INVALID_TYPE
            {"model":"m","prompt":"a","max_tokens":0}                   | max_tokens     | INVALID_VALUE
            {"model":"m","prompt":"a","max_tokens":"1"}                 | max_tokens     | INVALID_TYPE
            {"model":"m","prompt":"a","n":129}                          | n              | INVALID_VALUE
            {"model":"m","prompt":"a","best_of":21}                     | best_of        | INVALID_VALUE
            {"model":"m","prompt":"a","n":3,"best_of":2}                | best_of        | INVALID_VALUE
            {"model":"m","prompt":"a","best_of":2,"stream":true}        | best_of        | INVALID_VALUE
            {"model":"m","prompt":"a","echo":1}                         | echo           | INVALID_TYPE
            {"model":"m","prompt":"a","logprobs":6}                     | logprobs       | INVALID_VALUE
            {"model":"m","prompt":"a","suffix":1}                       | suffix         | INVALID_TYPE
            {"model":"m","prompt":"a","stream":1}                       | stream         | INVALID_TYPE
            {"model":"m","prompt":"a","stream_options":{}}              | stream_options | INVALID_VALUE
            {"model":"m","prompt":"a","temperature":3}                  | temperature    | INVALID_VALUE
            {"model":"m","prompt":"a","top_p":2}                        | top_p          | INVALID_VALUE
            {"model":"m","prompt":"a","stop":["a","b","c","d","e"]}     | stop           | INVALID_VALUE
            {"model":"m","prompt":"a","stop":[1]}                       | stop[0]        | INVALID_TYPE
            {"model":"m","prompt":"a","logit_bias":[]}                  | logit_bias     | INVALID_TYPE
            """)
    void rejectsNamingTheField(String body, String param, ErrorCode code) {
        assertThat(CompletionsRequests.read(body)).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().param()).isEqualTo(param);
            assertThat(rejected.error().code()).isEqualTo(code);
        });
    }

    /// Rules 13: what is paid for is every candidate of every prompt, shown or not.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model":"m","prompt":"four"}                                          | 12 | 16
            {"model":"m","prompt":"four","max_tokens":100}                         | 12 | 100
            {"model":"m","prompt":"four","max_tokens":5000}                        | 12 | 2000
            {"model":"m","prompt":"four","max_tokens":10,"n":3}                    | 12 | 30
            {"model":"m","prompt":"four","max_tokens":10,"n":3,"best_of":5}        | 12 | 50
            {"model":"m","prompt":["four","four"],"max_tokens":10,"best_of":2}     | 24 | 40
            {"model":"m","prompt":[1,2,3],"max_tokens":10}                         | 11 | 10
            {"model":"m","prompt":"four","max_tokens":10,"suffix":"eight by"}      | 20 | 10
            """)
    void everyCandidateIsHeld(String body, long input, long output) {
        Bounds bounds = CompletionsRequests.parsed(body).bounds(model("completions"), PRICE);
        assertThat(bounds.input()).isEqualTo(input);
        assertThat(bounds.output()).isEqualTo(output);
    }

    @Test
    void aModelThatCompletesIsSpokenToAsItIs() {
        assertThat(spoken("{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"echo\":true}", "completions", OPENAI))
                .isInstanceOfSatisfying(
                        Spoken.Said.class, said -> assertThat(said.body()).isInstanceOf(CompletionsRequest.class));
        String both = "{\"model\":\"m\",\"prompt\":\"a\"}";
        CompletionsRequest known =
                (CompletionsRequest) CompletionsRequests.parsed(both).body(model("completions", "chat"), PRICE);
        assertThat(known.spoken(OPENAI)).isInstanceOfSatisfying(Spoken.Said.class, said -> assertThat(said.body())
                .isSameAs(known));
        assertThat(known.spoken(new AnthropicAdapter()))
                .isInstanceOfSatisfying(
                        Spoken.Said.class, said -> assertThat(said.body()).isInstanceOf(ChatBody.class));
    }

    @Test
    void nativelyOnlyTheNameTheBoundAndTheWishForUsageAreRewritten() {
        CompletionsRequest request = CompletionsRequests.parsed(
                "{ \"x\":1e2, \"model\":\"public\",\"prompt\":[\"a\"], \"stream\":true, \"max_tokens\":40}");
        assertThat(request.rewritten("up", 30L))
                .hasToString("{\"stream_options\":{\"include_usage\":true}, \"x\":1e2, \"model\":\"up\","
                        + "\"prompt\":[\"a\"], \"stream\":true, \"max_tokens\":30}");
    }

    @Test
    void anyOtherModelIsAskedAsAChatOfOneTurn() throws IOException {
        String body = "{\"model\":\"m\",\"prompt\":\"Once\",\"temperature\":0.5,\"n\":2,\"stop\":\"x\",\"x_new\":1}";
        Spoken.Said said = (Spoken.Said) spoken(body, "chat", OPENAI);
        ChatBody chat = (ChatBody) said.body();
        assertThat(JSON.readTree(chat.rewritten("up", 12L, ChatBody.OutputField.MAX_COMPLETION_TOKENS)
                        .getBytes()))
                .isEqualTo(JSON.readTree("{\"model\":\"up\",\"temperature\":0.5,\"n\":2,\"stop\":\"x\",\"x_new\":1,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Once\"}],\"max_completion_tokens\":12}"));
        assertThat(chat.tree().get("max_tokens").longValue())
                .as("as OpenAI has it")
                .isEqualTo(16);
        assertThat(said.param().apply("messages[0].content")).isEqualTo("prompt");
        assertThat(said.param().apply("temperature")).isEqualTo("temperature");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model":"m","prompt":["a","b"]}              | prompt
            {"model":"m","prompt":[1,2]}                  | prompt
            {"model":"m","prompt":"a","suffix":"b"}       | suffix
            {"model":"m","prompt":"a","echo":true}        | echo
            {"model":"m","prompt":"a","logprobs":0}       | logprobs
            {"model":"m","prompt":"a","best_of":2}        | best_of
            """)
    void whatAChatHasNoWordsForIsNamed(String body, String param) {
        assertThat(spoken(body, "chat", OPENAI))
                .isInstanceOfSatisfying(Spoken.Unsaid.class, unsaid -> assertThat(unsaid.param())
                        .isEqualTo(param));
    }

    @Test
    void aChatsAnswerIsSaidAsACompletion() throws IOException {
        Written written = new Written();
        AnswerReader reader = reader("{\"model\":\"m\",\"prompt\":\"a\"}");
        byte[] answer = bytes("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"up\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\" upon\"},"
                + "\"logprobs\":null,\"finish_reason\":\"length\"}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}");
        reader.whole(answer, 0, answer.length, written);
        assertThat(JSON.readTree(written.objects.getFirst()))
                .isEqualTo(JSON.readTree("{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":7,"
                        + "\"model\":\"m\",\"choices\":[{\"text\":\" upon\",\"index\":0,\"logprobs\":null,"
                        + "\"finish_reason\":\"length\"}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}"));
        assertThat(written.text).hasToString(" upon");
        assertThat(reader.usage()).isEqualTo(Quantities.of(3, 2));
    }

    /// Whose turn it is means nothing to who asked for a completion.
    @Test
    void aStreamSaysTextAndHowItEndsAndNothingElse() throws IOException {
        Written written = new Written();
        AnswerReader reader = reader(
                "{\"model\":\"m\",\"prompt\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        for (String delta : List.of(
                "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]",
                "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" up\"},\"finish_reason\":null}]",
                "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]",
                "\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}")) {
            byte[] event = bytes("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":7,"
                    + "\"model\":\"up\"," + delta + "}");
            reader.event(event, 0, event.length, written);
        }
        List<JsonNode> chunks = new ArrayList<>();
        for (String object : written.objects) {
            chunks.add(JSON.readTree(object));
        }
        assertThat(chunks)
                .hasSize(3)
                .allSatisfy(chunk -> assertThat(chunk.get("object").textValue()).isEqualTo("text_completion"));
        assertThat(chunks.get(0).at("/choices/0/text").textValue()).isEqualTo(" up");
        assertThat(chunks.get(1).at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
        assertThat(chunks.get(2).at("/usage/total_tokens").intValue()).isEqualTo(4);
        assertThat(written.text).hasToString(" up");
    }

    private static AnswerReader reader(String body) {
        Spoken.Said said = (Spoken.Said) spoken(body, "chat", OPENAI);
        return said.reading().apply(OPENAI.reader(said.body()));
    }

    private static Spoken spoken(String body, String capability, ProviderAdapter adapter) {
        return CompletionsRequests.parsed(body).body(model(capability), PRICE).spoken(adapter);
    }

    private static Catalogue.Model model(String... capabilities) {
        return new Catalogue.Model(
                "m", List.of(), "o", 16_000, 2_000, 1, List.of(capabilities), RateLimits.NONE, null, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Written implements AnswerWriter {
        final List<String> objects = new ArrayList<>();
        final StringBuilder text = new StringBuilder();
        private final StringBuilder json = new StringBuilder();

        @Override
        public void begin() {
            json.setLength(0);
        }

        @Override
        public void json(byte[] bytes, int from, int to) {
            json.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void text(byte[] bytes, int from, int to) {
            text.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void tokens(long tokens) {}

        @Override
        public void end() {
            objects.add(json.toString());
        }
    }
}
