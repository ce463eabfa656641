package dev.tollgate.edge.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.provider.spi.RerankBody;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RerankRequestTest {
    private static final ModelPrice BY_SEARCH = TestPrices.of(Map.of(UsageClass.SEARCHES, 2_000_000_000L));
    private static final ModelPrice BY_TOKENS = TestPrices.of(Map.of(UsageClass.INPUT, 50_000_000L));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"query":"q","documents":["a"]}                                      | model             | MISSING_REQUIRED_PARAMETER
            {"model":"m","documents":["a"]}                                      | query             | MISSING_REQUIRED_PARAMETER
            {"model":"m","query":"","documents":["a"]}                           | query             | INVALID_VALUE
            {"model":"m","query":["q"],"documents":["a"]}                        | query             | INVALID_TYPE
            {"model":"m","query":"q"}                                            | documents         | MISSING_REQUIRED_PARAMETER
            {"model":"m","query":"q","documents":"a"}                            | documents         | INVALID_TYPE
            {"model":"m","query":"q","documents":[]}                             | documents         | INVALID_VALUE
            {"model":"m","query":"q","documents":["a",7]}                        | documents[1]      | INVALID_TYPE
            {"model":"m","query":"q","documents":["a",null]}                     | documents[1]      | INVALID_TYPE
            {"model":"m","query":"q","documents":["a",""]}                       | documents[1]      | INVALID_VALUE
            {"model":"m","query":"q","documents":[{"title":"a"}]}                | documents[0].text | MISSING_REQUIRED_PARAMETER
            {"model":"m","query":"q","documents":[{"text":7}]}                   | documents[0].text | INVALID_TYPE
            {"model":"m","query":"q","documents":[{"text":""}]}                  | documents[0]      | INVALID_VALUE
            {"model":"m","query":"q","documents":["a"],"top_n":0}                | top_n             | INVALID_VALUE
            {"model":"m","query":"q","documents":["a"],"top_n":-1}               | top_n             | INVALID_VALUE
            {"model":"m","query":"q","documents":["a"],"top_n":1.5}              | top_n             | INVALID_TYPE
            {"model":"m","query":"q","documents":["a"],"return_documents":"yes"} | return_documents  | INVALID_TYPE
            {"model":"m","query":"q","documents":["a"],"max_tokens_per_doc":0}   | max_tokens_per_doc | INVALID_VALUE
            {"model":"m","query":"q","documents":["a"],"max_chunks_per_doc":0}   | max_chunks_per_doc | INVALID_VALUE
            {"model":"m","query":"q","documents":["a"],"rank_fields":"t"}        | rank_fields       | INVALID_TYPE
            {"model":"m","query":"q","documents":["a"],"rank_fields":[1]}        | rank_fields[0]    | INVALID_TYPE
            {"model":"m","query":"q","documents":[{"t":"a"}],"rank_fields":["u"]} | documents[0]     | INVALID_VALUE
            {"model":"m","query":"q","documents":[{"t":{}}],"rank_fields":["t"]} | documents[0].t    | INVALID_TYPE
            """)
    void rejectsNamingTheField(String body, String param, ErrorCode code) {
        assertThat(RerankRequests.read(body)).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().param()).isEqualTo(param);
            assertThat(rejected.error().code()).isEqualTo(code);
        });
    }

    @Test
    void takesAtMostTenThousandDocuments() {
        assertThat(RerankRequests.read(ofDocuments(10_000, 1))).isInstanceOf(Reading.Parsed.class);
        assertThat(RerankRequests.read(ofDocuments(10_001, 1)))
                .isInstanceOfSatisfying(
                        Reading.Rejected.class,
                        rejected -> assertThat(rejected.error().param()).isEqualTo("documents"));
    }

    @Test
    void moreResultsThanDocumentsAreAll() {
        assertThat(body("\"top_n\":99,\"documents\":[\"a\",\"b\"]").top()).isEqualTo(2);
        assertThat(body("\"top_n\":9223372036854775807,\"documents\":[\"a\",\"b\"]")
                        .top())
                .isEqualTo(2);
        assertThat(body("\"top_n\":1,\"documents\":[\"a\",\"b\"]").top()).isEqualTo(1);
        assertThat(body("\"documents\":[\"a\",\"b\"]").top()).isEqualTo(2);
    }

    @Test
    void documentsComeBackAsTheyWereGiven() {
        RerankBody asked = body("\"documents\":[\"a\",{\"text\":\"b\",\"page\":7}]");
        assertThat(asked.documents()).containsExactly("a", "b");
        assertThat(asked.document(0)).hasToString("{\"text\":\"a\"}");
        assertThat(asked.document(1)).hasToString("{\"text\":\"b\",\"page\":7}");
    }

    @Test
    void rankFieldsSayWhatCountsAndInWhichOrder() {
        RerankBody asked =
                body("\"rank_fields\":[\"b\",\"a\"],\"documents\":[{\"a\":1,\"b\":\"x\"},{\"a\":\"y\"},\"s\"]");
        assertThat(asked.documents()).containsExactly("b: x\na: 1", "a: y", "s");
    }

    @Test
    void chunksAreTokensInNewerWords() {
        assertThat(body("\"documents\":[\"a\"],\"max_chunks_per_doc\":3").documentTokens())
                .isEqualTo(1_500);
        assertThat(body("\"documents\":[\"a\"],\"max_chunks_per_doc\":3,\"max_tokens_per_doc\":20")
                        .documentTokens())
                .isEqualTo(20);
        assertThat(body("\"documents\":[\"a\"]").documentTokens()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "100,1", "101,2", "1000,10", "10000,100"})
    void aSearchIsAHundredDocumentsBegun(int documents, long searches) {
        ModelRequest request = RerankRequests.parsed(ofDocuments(documents, 1));
        Bounds bounds = request.bounds(TestPrices.model(4_096, 1, Map.of()), BY_SEARCH);
        assertThat(bounds.unitsEstimate()).isEqualTo(Quantities.NONE.with(UsageClass.SEARCHES, searches));
        assertThat(bounds.input()).isZero();
        assertThat(bounds.output()).isZero();
    }

    @Test
    void onlyWhatHasAPriceIsCounted() {
        ModelRequest request = RerankRequests.parsed(ofDocuments(3, 1));
        Bounds tokens = request.bounds(TestPrices.model(4_096, 1, Map.of()), BY_TOKENS);
        assertThat(tokens.units()).isEqualTo(Quantities.NONE);
        assertThat(tokens.unitsEstimate()).isEqualTo(Quantities.NONE);
        assertThat(tokens.input()).isPositive();
        assertThat(request.inputTokens(String::length)).isEqualTo(3 * (1 + 1));
        Bounds free = request.bounds(TestPrices.model(4_096, 1, Map.of()), TestPrices.of(Map.of()));
        assertThat(free.unitsEstimate().get(UsageClass.SEARCHES)).isEqualTo(1);
    }

    /// Cohere counts a document anew for each 500 tokens, the query among them.
    @Property(tries = 300)
    void whatIsChargedIsHeld(
            @ForAll @IntRange(min = 1, max = 400) int documents,
            @ForAll @IntRange(min = 1, max = 3_000) int length,
            @ForAll @IntRange(min = 1, max = 250) int queryTokens) {
        ModelRequest request = RerankRequests.parsed(ofDocuments(documents, length));
        long pieces = documents * Math.ceilDiv((long) length, 500 - queryTokens);
        TestPrices.assertHeld(
                BY_SEARCH,
                request.bounds(TestPrices.model(4_096, 1, Map.of()), BY_SEARCH),
                Quantities.NONE.with(UsageClass.SEARCHES, Math.ceilDiv(pieces, 100L)));
        TestPrices.assertHeld(
                BY_TOKENS,
                request.bounds(TestPrices.model(4_096, 1, Map.of()), BY_TOKENS),
                Quantities.of(request.inputTokens(String::length), 0));
    }

    private static RerankBody body(String members) {
        return RerankRequests.body("{\"model\":\"m\",\"query\":\"q\"," + members + "}");
    }

    private static String ofDocuments(int count, int length) {
        String document = '"' + "d".repeat(length) + '"';
        return "{\"model\":\"m\",\"query\":\"q\",\"documents\":[" + (document + ",").repeat(count - 1) + document
                + "]}";
    }
}
