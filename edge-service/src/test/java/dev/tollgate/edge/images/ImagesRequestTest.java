package dev.tollgate.edge.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ImagesBody;
import dev.tollgate.edge.provider.spi.Pictures;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesRequestTest {
    private static final ModelPrice BY_IMAGE = TestPrices.of(Map.of(UsageClass.MILLI_IMAGES, 40_000_000_000L));
    private static final ModelPrice BY_TOKENS = TestPrices.of(Map.of(
            UsageClass.INPUT, 5_000_000_000L,
            UsageClass.IMAGE_INPUT, 10_000_000_000L,
            UsageClass.OUTPUT, 40_000_000_000L,
            UsageClass.IMAGE_OUTPUT, 40_000_000_000L));
    private static final Map<String, Long> SIZES = Map.of(
            "1024x1024/standard",
            1_000L,
            "1024x1024/hd",
            2_000L,
            "1792x1024/standard",
            2_000L,
            "1792x1024/hd",
            3_000L,
            "512x512",
            450L);
    private static final Catalogue.Model MODEL = TestPrices.model(32_000, 7_000, SIZES);

    /// What its drafts cost a caller who leaves, or whose edge dies.
    @Test
    void whatIsDeliveredIsPictures() {
        assertThat(ImagesRequests.parsed("{\"model\":\"m\",\"prompt\":\"p\"}").outputClass())
                .isEqualTo(UsageClass.IMAGE_OUTPUT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"prompt":"p"}                                        | model              | MISSING_REQUIRED_PARAMETER
            {"model":"m"}                                         | prompt             | MISSING_REQUIRED_PARAMETER
            {"model":"m","prompt":""}                             | prompt             | INVALID_VALUE
            {"model":"m","prompt":["p"]}                          | prompt             | INVALID_TYPE
            {"model":"m","prompt":"p","n":0}                      | n                  | INVALID_VALUE
            {"model":"m","prompt":"p","n":11}                     | n                  | INVALID_VALUE
            {"model":"m","prompt":"p","n":"2"}                    | n                  | INVALID_TYPE
            {"model":"m","prompt":"p","size":1024}                | size               | INVALID_TYPE
            {"model":"m","prompt":"p","quality":1}                | quality            | INVALID_TYPE
            {"model":"m","prompt":"p","stream":"yes"}             | stream             | INVALID_TYPE
            {"model":"m","prompt":"p","partial_images":1}         | partial_images     | INVALID_VALUE
            {"model":"m","prompt":"p","stream":true,"partial_images":4} | partial_images | INVALID_VALUE
            {"model":"m","prompt":"p","response_format":"png"}    | response_format    | INVALID_VALUE
            {"model":"m","prompt":"p","output_format":"gif"}      | output_format      | INVALID_VALUE
            {"model":"m","prompt":"p","output_compression":101}   | output_compression | INVALID_VALUE
            {"model":"m","prompt":"p","style":1}                  | style              | INVALID_TYPE
            {"model":"m","prompt":"p","background":1}             | background         | INVALID_TYPE
            {"model":"m","prompt":"p","moderation":1}             | moderation         | INVALID_TYPE
            {"model":"m","prompt":"p","user":1}                   | user               | INVALID_TYPE
            """)
    void rejectsNamingTheField(String body, String param, ErrorCode code) {
        assertThat(ImagesRequests.read(body)).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().param()).isEqualTo(param);
            assertThat(rejected.error().code()).isEqualTo(code);
        });
    }

    @Test
    void onlyTheModelsNameIsRewritten() {
        ImagesBody body =
                ImagesRequests.body("{ \"prompt\" : \"p\",\"x\":1e2, \"model\":\"public\", \"stream\": true }");
        assertThat(body.rewritten("up"))
                .hasToString("{ \"prompt\" : \"p\",\"x\":1e2, \"model\":\"up\", \"stream\": true }");
        assertThat(body.form()).isEqualTo(AnswerForm.EVENTS);
        assertThat(ImagesRequests.body("{\"model\":\"m\",\"prompt\":\"p\"}").form())
                .isEqualTo(AnswerForm.OBJECT);
    }

    /// What is not asked for may turn out the dearest; what nobody has named counts as that, too.
    @ParameterizedTest
    @CsvSource({
        "1024x1024, standard, 1000, 1000",
        "1024x1024, hd,       2000, 2000",
        "1024x1024, auto,     2000, 2000",
        "1024x1024, ,         2000, 1000",
        "512x512,   ,         450,  450",
        "512x512,   hd,       450,  450",
        "1792x1024, low,      3000, 3000",
        "7x7,       standard, 3000, 3000",
        "auto,      standard, 3000, 3000",
        ",          ,         3000, 1000",
    })
    void aPictureCountsByItsSizeAndQuality(String size, String quality, long held, long charged) {
        ModelRequest request = asked(size, quality, 1);
        assertThat(request.bounds(MODEL, BY_IMAGE).units().get(UsageClass.MILLI_IMAGES))
                .isEqualTo(held);
        assertThat(((ImagesBody) request.body(MODEL, BY_IMAGE)).pictures().milliImages(null, null))
                .isEqualTo(charged);
    }

    @Test
    void whatCameDecidesWhereTheProviderTellsIt() {
        Pictures left = ((ImagesBody) asked("auto", "auto", 1).body(MODEL, BY_IMAGE)).pictures();
        assertThat(left.milliImages("1024x1024", "standard")).isEqualTo(1_000);
        assertThat(left.milliImages("512x512", null)).isEqualTo(450);
        Pictures small = ((ImagesBody) asked("1024x1024", "standard", 1).body(MODEL, BY_IMAGE)).pictures();
        assertThat(small.milliImages("1792x1024", "hd")).isEqualTo(1_000);
    }

    @Test
    void withoutSizesEveryPictureIsAStandardOne() {
        Catalogue.Model plain = TestPrices.model(32_000, 7_000, Map.of());
        assertThat(asked("9x9", "hd", 3).bounds(plain, BY_IMAGE).units().get(UsageClass.MILLI_IMAGES))
                .isEqualTo(3_000);
    }

    @ParameterizedTest
    @CsvSource({
        "1024x1024, low,    544",
        "1024x1536, medium, 3168",
        "1024x1024, high,   7000",
        "auto,      low,    7000",
        "1024x1024, auto,   7000",
        ",          ,       7000",
    })
    void byTokensAllThatAPictureCanTakeIsHeld(String size, String quality, long tokens) {
        Bounds bounds = asked(size, quality, 2).bounds(MODEL, BY_TOKENS);
        assertThat(bounds.output()).isEqualTo(2 * tokens);
        assertThat(bounds.leastUsefulOutput()).isEqualTo(bounds.output());
        assertThat(bounds.units()).isEqualTo(Quantities.NONE);
    }

    @Test
    void draftsOfAStreamAreHeldBeside() {
        Bounds bounds = ImagesRequests.parsed(
                        "{\"model\":\"m\",\"prompt\":\"p\",\"stream\":true,\"partial_images\":3,\"size\":\"1024x1024\",\"quality\":\"low\"}")
                .bounds(MODEL, BY_TOKENS);
        assertThat(bounds.output()).isEqualTo(544 + 300);
    }

    @Test
    void byTheImageNoTokensAreCounted() {
        ImagesBody byImage = (ImagesBody) asked("1024x1024", "hd", 2).body(MODEL, BY_IMAGE);
        assertThat(byImage.pictures().likelyTokens("1024x1024", "high")).isZero();
        assertThat(byImage.pictures().draftTokens()).isZero();
        ImagesBody byTokens = (ImagesBody) asked("1024x1024", "hd", 2).body(MODEL, BY_TOKENS);
        assertThat(byTokens.pictures().likelyTokens("1024x1024", "high")).isEqualTo(4_160);
        assertThat(byTokens.pictures().draftTokens()).isEqualTo(100);
        Bounds bounds = asked("1024x1024", "hd", 2).bounds(MODEL, BY_IMAGE);
        assertThat(bounds.input()).isZero();
        assertThat(bounds.output()).isZero();
    }

    @Provide
    Arbitrary<String> sizes() {
        return Arbitraries.of("", "auto", "1024x1024", "1024x1536", "1536x1024", "1792x1024", "512x512", "9x9");
    }

    @Provide
    Arbitrary<String> qualities() {
        return Arbitraries.of("", "auto", "standard", "hd", "low", "medium", "high", "odd");
    }

    /// Whatever is asked, and whatever a provider says that it has drawn.
    @Property(tries = 500)
    void whatIsChargedIsHeld(
            @ForAll @From("sizes") String size,
            @ForAll @From("qualities") String quality,
            @ForAll @From("sizes") String toldSize,
            @ForAll @From("qualities") String toldQuality,
            @ForAll @IntRange(min = 1, max = 10) int count) {
        ModelRequest request = asked(size, quality, count);
        ImagesBody body = (ImagesBody) request.body(MODEL, BY_TOKENS);
        long milli = body.pictures().milliImages(orNull(toldSize), orNull(toldQuality)) * count;
        TestPrices.assertHeld(
                BY_IMAGE, request.bounds(MODEL, BY_IMAGE), Quantities.NONE.with(UsageClass.MILLI_IMAGES, milli));
        long tokens = body.pictures().likelyTokens(orNull(toldSize), orNull(toldQuality)) * count;
        TestPrices.assertHeld(
                BY_TOKENS,
                request.bounds(MODEL, BY_TOKENS),
                Quantities.of(request.inputTokens(String::length) * count, 0).with(UsageClass.IMAGE_OUTPUT, tokens));
    }

    private static @Nullable String orNull(String told) {
        return told.isEmpty() ? null : told;
    }

    private static ModelRequest asked(@Nullable String size, @Nullable String quality, int count) {
        return ImagesRequests.parsed("{\"model\":\"m\",\"prompt\":\"a blue cat\",\"n\":" + count
                + (size == null || size.isEmpty() ? "" : ",\"size\":\"" + size + "\"")
                + (quality == null || quality.isEmpty() ? "" : ",\"quality\":\"" + quality + "\"") + "}");
    }
}
