package dev.tollgate.edge.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModerationRequestTest {
    private static final long WINDOW = 1_000;
    private static final Catalogue.Model MODEL = TestPrices.model(WINDOW, 0, Map.of());
    private static final ModelPrice PRICE = TestPrices.of(Map.of(UsageClass.INPUT, 1_000L));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model":"m"}                                     | input                  | MISSING_REQUIRED_PARAMETER
            {"model":"","input":"a"}                          | model                  | MISSING_REQUIRED_PARAMETER
            {"model":1,"input":"a"}                           | model                  | INVALID_TYPE
            {"input":1}                                       | input                  | INVALID_TYPE
            {"input":""}                                      | input                  | INVALID_VALUE
            {"input":[]}                                      | input                  | INVALID_VALUE
            {"input":["a",""]}                                | input[1]               | INVALID_VALUE
            {"input":["a",1]}                                 | input[1]               | INVALID_TYPE
            {"input":[{"type":"text","text":"a"},"b"]}        | input[1]               | INVALID_TYPE
            {"input":[{"text":"a"}]}                          | input[0].type          | MISSING_REQUIRED_PARAMETER
            {"input":[{"type":"audio"}]}                      | input[0].type          | INVALID_VALUE
            {"input":[{"type":"text"}]}                       | input[0].text          | MISSING_REQUIRED_PARAMETER
            {"input":[{"type":"image_url"}]}                  | input[0].image_url     | MISSING_REQUIRED_PARAMETER
            {"input":[{"type":"image_url","image_url":"u"}]}  | input[0].image_url     | INVALID_TYPE
            {"input":[{"type":"image_url","image_url":{}}]}   | input[0].image_url.url | MISSING_REQUIRED_PARAMETER
            {"input":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]} | input[0].image_url.url | INVALID_VALUE
            {"input":[{"type":"image_url","image_url":{"url":"gopher://a/b"}}]}       | input[0].image_url.url | INVALID_VALUE
            """)
    void rejectsNamingTheField(String body, String param, ErrorCode code) {
        assertThat(ModerationRequests.read(body)).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().param()).isEqualTo(param);
            assertThat(rejected.error().code()).isEqualTo(code);
        });
    }

    /// As OpenAI's own: most clients name none.
    @Test
    void whoNamesNoModelMeansTheUsualOne() {
        assertThat(ModerationRequests.body("{\"input\":\"a\"}").model()).isEqualTo("omni-moderation-latest");
        assertThat(ModerationRequests.body("{ \"input\": \"a\"}").rewritten("up"))
                .hasToString("{\"model\":\"up\", \"input\": \"a\"}");
    }

    @Test
    void onlyTheModelsNameIsRewritten() {
        assertThat(ModerationRequests.body("{ \"x\":1e2, \"model\":\"public\",\"input\": [\"a\"] }")
                        .rewritten("up"))
                .hasToString("{ \"x\":1e2, \"model\":\"up\",\"input\": [\"a\"] }");
    }

    @Test
    void aTextIsBoundedByItsBytesAndByTheWindow() {
        assertThat(bounds("{\"input\":\"eight by\"}").input()).isEqualTo(8 + 16);
        assertThat(bounds("{\"input\":[\"eight by\",\"four\"]}").input()).isEqualTo(8 + 4 + 2 * 16);
        assertThat(bounds("{\"input\":\"" + "x".repeat(5_000) + "\"}").input()).isEqualTo(WINDOW);
        assertThat(bounds("{\"input\":\"eight by\"}").inputEstimate()).isEqualTo(3);
    }

    /// Only its provider knows what a picture takes (rules 13).
    @Test
    void aPictureIsBoundedByTheWindow() {
        String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/b.png\"}}";
        assertThat(bounds("{\"input\":[" + picture + ",{\"type\":\"text\",\"text\":\"four\"}]}")
                        .input())
                .isEqualTo(WINDOW + 4 + 16);
    }

    @Test
    void nothingComesOutThatCosts() {
        Bounds bounds = bounds("{\"input\":\"a\"}");
        assertThat(bounds.output()).isZero();
        assertThat(bounds.units()).isEqualTo(Quantities.NONE);
    }

    @Test
    void withoutUsageTheTextsAreCounted() {
        assertThat(ModerationRequests.parsed("{\"input\":[\"ab\",\"c\"]}").inputTokens(String::length))
                .isEqualTo(3);
    }

    private static Bounds bounds(String body) {
        return ModerationRequests.parsed(body).bounds(MODEL, PRICE);
    }
}
