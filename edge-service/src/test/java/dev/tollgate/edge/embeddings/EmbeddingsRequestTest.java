package dev.tollgate.edge.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.metering.TokenCounter;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsRequestTest {
    private static final TokenCounter COUNTER = new TokenCounter();
    private static final ModelPrice PRICE = TestPrices.of(Map.of(UsageClass.INPUT, 20_000_000L));

    @ParameterizedTest
    @ValueSource(
            strings = {"\"Hello\"", "[\"Hello\"]", "[\"Hello\", \"wörld\"]", "[15339, 11]", "[[15339, 11], [1917]]"})
    void takesTextsAndTokensOneOrSeveral(String input) {
        assertThat(EmbeddingsRequests.read("{\"model\":\"m\",\"input\":" + input + "}"))
                .isInstanceOf(Reading.Parsed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"input":"x"}                                        | model              | MISSING_REQUIRED_PARAMETER
            {"model":7,"input":"x"}                              | model              | INVALID_TYPE
            {"model":"m"}                                        | input              | MISSING_REQUIRED_PARAMETER
            {"model":"m","input":null}                           | input              | MISSING_REQUIRED_PARAMETER
            {"model":"m","input":""}                             | input              | INVALID_VALUE
            {"model":"m","input":7}                              | input              | INVALID_TYPE
            {"model":"m","input":{"text":"x"}}                   | input              | INVALID_TYPE
            {"model":"m","input":[]}                             | input              | INVALID_VALUE
            {"model":"m","input":["a",""]}                       | input[1]           | INVALID_VALUE
            {"model":"m","input":["a",7]}                        | input[1]           | INVALID_TYPE
            {"model":"m","input":["a",null]}                     | input[1]           | INVALID_TYPE
            {"model":"m","input":[true]}                         | input[0]           | INVALID_TYPE
            {"model":"m","input":[1,"a"]}                        | input[1]           | INVALID_TYPE
            {"model":"m","input":[1,1.5]}                        | input[1]           | INVALID_TYPE
            {"model":"m","input":[1,-1]}                         | input[1]           | INVALID_VALUE
            {"model":"m","input":[1,99999999999]}                | input[1]           | INVALID_VALUE
            {"model":"m","input":[[1],[]]}                       | input[1]           | INVALID_VALUE
            {"model":"m","input":[[1],["a"]]}                    | input[1][0]        | INVALID_TYPE
            {"model":"m","input":[[1],"a"]}                      | input[1]           | INVALID_TYPE
            {"model":"m","input":"x","encoding_format":"hex"}    | encoding_format    | INVALID_VALUE
            {"model":"m","input":"x","encoding_format":1}        | encoding_format    | INVALID_TYPE
            {"model":"m","input":"x","dimensions":0}             | dimensions         | INVALID_VALUE
            {"model":"m","input":"x","dimensions":"3"}           | dimensions         | INVALID_TYPE
            {"model":"m","input":"x","user":1}                   | user               | INVALID_TYPE
            """)
    void rejectsNamingTheField(String body, String param, ErrorCode code) {
        assertThat(EmbeddingsRequests.read(body)).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().param()).isEqualTo(param);
            assertThat(rejected.error().code()).isEqualTo(code);
        });
    }

    @Test
    void takesAtMost2048Items() {
        assertThat(EmbeddingsRequests.read(ofItems(2_048))).isInstanceOf(Reading.Parsed.class);
        assertThat(EmbeddingsRequests.read(ofItems(2_049)))
                .isInstanceOfSatisfying(
                        Reading.Rejected.class,
                        rejected -> assertThat(rejected.error().param()).isEqualTo("input"));
    }

    private static String ofItems(int count) {
        return "{\"model\":\"m\",\"input\":[" + "\"a\",".repeat(count - 1) + "\"a\"]}";
    }

    @Test
    void onlyTheModelsNameIsRewritten() {
        EmbeddingsBody body = EmbeddingsRequests.body("{ \"input\" : [1, 2],\"x\":1e2, \"model\":\"public\" }");
        assertThat(body.rewritten("up")).hasToString("{ \"input\" : [1, 2],\"x\":1e2, \"model\":\"up\" }");
        assertThat(body.form()).isEqualTo(AnswerForm.OBJECT);
        assertThat(body.tokenized()).isTrue();
    }

    /// SDKs ask for base64 unless told otherwise; a caller that says nothing gets numbers.
    @ParameterizedTest
    @CsvSource({"'',false", "',\"encoding_format\":\"float\"',false", "',\"encoding_format\":\"base64\"',true"})
    void knowsInWhatFormVectorsAreAskedFor(String member, boolean base64) {
        assertThat(EmbeddingsRequests.body("{\"model\":\"m\",\"input\":\"x\"" + member + "}")
                        .base64())
                .isEqualTo(base64);
    }

    @Test
    void countsTokensWhereTheProviderTellsNone() {
        ModelRequest texts = EmbeddingsRequests.parsed("{\"model\":\"m\",\"input\":[\"Hello\",\"wörld\"]}");
        ModelRequest tokens = EmbeddingsRequests.parsed("{\"model\":\"m\",\"input\":[[1,2,3],[4]]}");
        assertThat(texts.inputTokens(String::length)).isEqualTo(10);
        assertThat(tokens.inputTokens(text -> 1_000)).isEqualTo(4);
    }

    @Test
    void holdsNoOutputAndNoMoreThanTheWindowForEachText() {
        ModelRequest request =
                EmbeddingsRequests.parsed("{\"model\":\"m\",\"input\":[\"" + "x".repeat(10_000) + "\",\"wö\"]}");
        Bounds bounds = request.bounds(TestPrices.model(8_192, 1, Map.of()), PRICE);
        assertThat(bounds.input()).isEqualTo(8_192 + 3 + 8);
        assertThat(bounds.output()).isZero();
        assertThat(bounds.units()).isEqualTo(Quantities.NONE);
        assertThat(bounds.inputEstimate()).isLessThanOrEqualTo(bounds.input());
    }

    /// Whatever the text: what our tokenizers count, and all that a provider may report within the bound.
    @Property(tries = 300)
    void whatIsChargedIsHeld(
            @ForAll @Size(min = 1, max = 20) List<@NotEmpty String> texts,
            @ForAll @LongRange(max = 1_000_000) long less) {
        String input = texts.stream().map(EmbeddingsRequestTest::json).collect(Collectors.joining(",", "[", "]"));
        ModelRequest request = EmbeddingsRequests.parsed("{\"model\":\"m\",\"input\":" + input + "}");
        Bounds bounds = request.bounds(TestPrices.model(1_000_000, 1, Map.of()), PRICE);
        for (String model : List.of("gpt-4o", "text-embedding-3-small")) {
            TestPrices.assertHeld(
                    PRICE, bounds, Quantities.of(request.inputTokens(text -> COUNTER.count(model, text)), 0));
        }
        TestPrices.assertHeld(PRICE, bounds, Quantities.of(Math.max(0, bounds.input() - less), 0));
    }

    private static String json(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        // Half of a pair is no character: no client can send it as UTF-8.
        text.chars()
                .map(c -> Character.isSurrogate((char) c) ? 'x' : c)
                .forEach(c -> quoted.append(String.format("\\u%04x", c)));
        return quoted.append('"').toString();
    }
}
