package dev.tollgate.edge.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.metering.HoldCalculator;
import dev.tollgate.edge.metering.PriceCalculator;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.upload.Form;
import dev.tollgate.edge.upload.Forms;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures made of others: edits, by a form or by addresses, and variations.
class EditsTest {
    private static final ModelPrice BY_IMAGE = TestPrices.of(Map.of(UsageClass.MILLI_IMAGES, 40_000_000_000L));
    private static final ModelPrice BY_TOKENS = TestPrices.of(Map.of(
            UsageClass.INPUT, 5_000_000_000L,
            UsageClass.IMAGE_INPUT, 10_000_000_000L,
            UsageClass.IMAGE_OUTPUT, 40_000_000_000L));
    private static final Catalogue.Model MODEL =
            TestPrices.model(32_000, 7_000, Map.of("1024x1024", 1_000L, "256x256", 500L));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            image=@a.png,prompt=p                                     | model              | MISSING_REQUIRED_PARAMETER
            model=m,prompt=p                                          | image              | MISSING_REQUIRED_PARAMETER
            model=m,prompt=p,image=text                               | image              | INVALID_TYPE
            model=m,prompt=p,image=@                                  | image              | INVALID_VALUE
            model=m,prompt=p,image=@a.png,mask=text                   | mask               | INVALID_TYPE
            model=m,image=@a.png                                      | prompt             | MISSING_REQUIRED_PARAMETER
            model=m,prompt=p,image=@a.png,n=0                         | n                  | INVALID_VALUE
            model=m,prompt=p,image=@a.png,n=11                        | n                  | INVALID_VALUE
            model=m,prompt=p,image=@a.png,n=two                       | n                  | INVALID_TYPE
            model=m,prompt=p,image=@a.png,n=1.5                       | n                  | INVALID_TYPE
            model=m,prompt=p,image=@a.png,n=1,n=2                     | n                  | INVALID_VALUE
            model=m,prompt=p,image=@a.png,stream=1                    | stream             | INVALID_TYPE
            model=m,prompt=p,image=@a.png,partial_images=2            | partial_images     | INVALID_VALUE
            model=m,prompt=p,image=@a.png,stream=true,partial_images=4 | partial_images    | INVALID_VALUE
            model=m,prompt=p,image=@a.png,response_format=xml         | response_format    | INVALID_VALUE
            model=m,prompt=p,image=@a.png,output_format=gif           | output_format      | INVALID_VALUE
            model=m,prompt=p,image=@a.png,output_compression=101      | output_compression | INVALID_VALUE
            """)
    void aFormIsRefusedNamingTheField(String fields, String param, ErrorCode code) {
        assertThatThrownBy(() -> EditsView.of(form(fields))).isInstanceOfSatisfying(Invalid.class, invalid -> {
            assertThat(invalid.error().param()).isEqualTo(param);
            assertThat(invalid.error().code()).isEqualTo(code);
        });
    }

    @Test
    void aFileHasBytes() {
        assertThatThrownBy(() -> EditsView.of(Forms.of(Buffer.buffer(), 0, "model=m", "prompt=p", "image=@a.png")))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.error().param()).isEqualTo("image"));
    }

    @Test
    void sixteenPicturesAreTakenAndNotOneMore() {
        assertThat(EditsView.of(form(16)).pictures().inputs()).isEqualTo(16);
        assertThatThrownBy(() -> EditsView.of(form(17))).isInstanceOfSatisfying(Invalid.class, invalid -> assertThat(
                        invalid.error().param())
                .isEqualTo("image"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"prompt":"p","images":[{"image_url":"https://a.example"}]}            | model                | MISSING_REQUIRED_PARAMETER
            {"model":"m","prompt":"p"}                                             | images               | MISSING_REQUIRED_PARAMETER
            {"model":"m","prompt":"p","images":{}}                                 | images               | INVALID_TYPE
            {"model":"m","prompt":"p","images":[]}                                 | images               | INVALID_VALUE
            {"model":"m","prompt":"p","images":["https://a.example"]}              | images[0]            | INVALID_TYPE
            {"model":"m","prompt":"p","images":[{}]}                               | images[0].image_url  | MISSING_REQUIRED_PARAMETER
            {"model":"m","prompt":"p","images":[{"image_url":1}]}                  | images[0].image_url  | INVALID_TYPE
            {"model":"m","prompt":"p","images":[{"image_url":"file:///etc/passwd"}]} | images[0].image_url | INVALID_VALUE
            {"model":"m","prompt":"p","images":[{"file_id":"file-1"}]}             | images[0].file_id    | INVALID_VALUE
            {"model":"m","prompt":"p","images":[{"image_url":"https://a.example"}],"mask":{"image_url":"ftp://a"}} | mask.image_url | INVALID_VALUE
            {"model":"m","images":[{"image_url":"https://a.example"}]}             | prompt               | MISSING_REQUIRED_PARAMETER
            {"model":"m","prompt":"p","images":[{"image_url":"https://a.example"}],"n":"2"} | n           | INVALID_TYPE
            """)
    void jsonIsRefusedNamingTheField(String body, String param, ErrorCode code) {
        assertThat(ImagesRequests.readEdit(body)).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().param()).isEqualTo(param);
            assertThat(rejected.error().code()).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image=@a.png                       | model           | MISSING_REQUIRED_PARAMETER
            model=m                            | image           | MISSING_REQUIRED_PARAMETER
            model=m,image=text                 | image           | INVALID_TYPE
            model=m,image=@a.png,n=0           | n               | INVALID_VALUE
            model=m,image=@a.png,stream=true   | stream          | INVALID_VALUE
            model=m,image=@a.png,response_format=png | response_format | INVALID_VALUE
            """)
    void aVariationIsRefusedNamingTheField(String fields, String param, ErrorCode code) {
        assertThatThrownBy(() -> ImageVariationsEndpoint.read(form(fields)))
                .isInstanceOfSatisfying(Invalid.class, invalid -> {
                    assertThat(invalid.error().param()).isEqualTo(param);
                    assertThat(invalid.error().code()).isEqualTo(code);
                });
    }

    @Test
    void theFormKeepsItsOrderAndWhatWeDoNotKnow() {
        ImageFormRequest request =
                EditsView.of(form("image[]=@a.png,x_new=1,prompt=p,image[]=@b.png,mask=@m.png,model=m,stream=true"));
        assertThat(request.parts().stream().map(UpstreamBody.Part::name))
                .containsExactly("image[]", "x_new", "prompt", "image[]", "mask", "model", "stream");
        assertThat(request.form()).isEqualTo(AnswerForm.EVENTS);
        assertThat(request.pictures().inputs()).isEqualTo(3);
    }

    @Test
    void byTheImageEachIsHeldByItsSize() {
        Bounds bounds = EditsView.of(form("model=m,prompt=p,image=@a.png,n=3,size=256x256"))
                .bounds(MODEL, BY_IMAGE);
        assertThat(bounds.units()).isEqualTo(Quantities.NONE.with(UsageClass.MILLI_IMAGES, 1_500));
        assertThat(bounds.input()).isZero();
        assertThat(bounds.output()).isZero();
        Bounds varied =
                ImageVariationsEndpoint.read(form("model=m,image=@a.png,n=2")).bounds(MODEL, BY_IMAGE);
        assertThat(varied.units()).isEqualTo(Quantities.NONE.with(UsageClass.MILLI_IMAGES, 2_000));
    }

    /// What a picture takes as input only its provider knows, and each picture may be made of all of them anew.
    @Test
    void byTokensTheWindowIsHeldForEachPicture() {
        Bounds bounds = EditsView.of(form("model=m,prompt=twelve chars,image=@a.png,image=@b.png,n=3"))
                .bounds(MODEL, BY_TOKENS);
        assertThat(bounds.input()).isEqualTo(3 * 32_000);
        assertThat(bounds.output()).isEqualTo(3 * 7_000);
        assertThat(bounds.inputEstimate()).isEqualTo(12 / 4 + 1 + 2 * 194);
    }

    @Property
    void rule13AnyUsageWithinTheBoundsCostsNoMoreThanTheHold(
            @ForAll @IntRange(min = 1, max = 10) int count,
            @ForAll @LongRange(max = 50_000_000_000L) long text,
            @ForAll @LongRange(max = 50_000_000_000L) long picture,
            @ForAll @LongRange(max = 50_000_000_000L) long output) {
        ModelPrice price = TestPrices.of(
                Map.of(UsageClass.INPUT, text, UsageClass.IMAGE_INPUT, picture, UsageClass.IMAGE_OUTPUT, output));
        Bounds bounds =
                EditsView.of(form("model=m,prompt=p,image=@a.png,n=" + count)).bounds(MODEL, price);
        Quantities most = bounds.units()
                .with(UsageClass.IMAGE_INPUT, bounds.input())
                .with(UsageClass.IMAGE_OUTPUT, bounds.output());
        long hold =
                HoldCalculator.of(price.tiers(), bounds.input(), bounds.units()).hold(bounds.output());
        assertThat(PriceCalculator.charge(price.tiers(), most).total()).isLessThanOrEqualTo(hold);
    }

    private static Form form(String fields) {
        return Forms.of(Buffer.buffer("PNG"), 70, fields.split(",", -1));
    }

    private static Form form(int images) {
        return Forms.of(
                Buffer.buffer("PNG"),
                70,
                Stream.concat(
                                Stream.of("model=m", "prompt=p"),
                                Arrays.stream(new String[images]).map(none -> "image[]=@a.png"))
                        .toArray(String[]::new));
    }
}
