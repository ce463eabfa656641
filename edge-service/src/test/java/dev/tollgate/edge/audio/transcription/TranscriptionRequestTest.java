package dev.tollgate.edge.audio.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.metering.HoldCalculator;
import dev.tollgate.edge.metering.PriceCalculator;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.TranscriptionBody.Format;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptionRequestTest {
    private static final Buffer MP3 = Buffer.buffer("ID3");
    private static final long BOUND = 60_000;
    private static final Catalogue.Model MODEL = new Catalogue.Model(
            "m",
            List.of(),
            "o",
            16_000,
            2_000,
            256,
            List.of("transcription"),
            RateLimits.NONE,
            null,
            1,
            new Catalogue.Media(Map.of(), BOUND));

    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            file=                                                        | missing_required_parameter | model
            model=,file=                                                 | missing_required_parameter | model
            model=m                                                      | missing_required_parameter | file
            model=m,model=n,file=                                        | invalid_value              | model
            model=m,file=,response_format=xml                            | invalid_value              | response_format
            model=m,file=,response_format=srt,response_format=vtt        | invalid_value              | response_format
            model=m,file=,stream=yes                                     | invalid_type               | stream
            model=m,file=,stream=true,response_format=srt                | invalid_value              | stream
            model=m,file=,stream=true,response_format=vtt                | invalid_value              | stream
            model=m,file=,stream=true,response_format=verbose_json       | invalid_value              | stream
            model=m,file=,language=de,language=en                        | invalid_value              | language
            model=m,file=,prompt=a,prompt=b                              | invalid_value              | prompt
            model=m,file=,temperature=warm                               | invalid_type               | temperature
            model=m,file=,temperature=1.01                               | invalid_value              | temperature
            model=m,file=,temperature=-0.1                               | invalid_value              | temperature
            model=m,file=,timestamp_granularities[]=word                 | invalid_value              | timestamp_granularities[]
            model=m,file=,timestamp_granularities=word                   | invalid_value              | timestamp_granularities
            model=m,file=,response_format=verbose_json,timestamp_granularities[]=day | invalid_value  | timestamp_granularities[]
            """)
    void isRefusedByItsName(String fields, String code, String param) {
        assertThatThrownBy(() -> Recordings.parsed(MP3, 9, fields.split(",", -1)))
                .isInstanceOfSatisfying(Invalid.class, invalid -> {
                    assertThat(invalid.error().code().code()).isEqualTo(code);
                    assertThat(invalid.error().param()).isEqualTo(param);
                });
    }

    /// English is all that it knows, and it knows no times of words.
    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            file=                                       | missing_required_parameter | model
            model=m                                     | missing_required_parameter | file
            model=m,file=,stream=true                   | invalid_value              | stream
            model=m,file=,response_format=diarized_json | invalid_value              | response_format
            model=m,file=,response_format=xml           | invalid_value              | response_format
            model=m,file=,temperature=2                 | invalid_value              | temperature
            """)
    void aTranslationIsRefusedByItsName(String fields, String code, String param) {
        assertThatThrownBy(() -> Recordings.parsed(Operation.TRANSLATION, MP3, 9, fields.split(",", -1)))
                .isInstanceOfSatisfying(Invalid.class, invalid -> {
                    assertThat(invalid.error().code().code()).isEqualTo(code);
                    assertThat(invalid.error().param()).isEqualTo(param);
                });
    }

    @Test
    void aTranslationIsBoundedAsATranscriptIs() {
        String[] fields = {"model=m", "file=", "response_format=srt"};
        assertThat(Recordings.parsed(Operation.TRANSLATION, MP3, 9_000, fields).bounds(MODEL, perMinute()))
                .isEqualTo(Recordings.parsed(MP3, 9_000, fields).bounds(MODEL, perMinute()));
    }

    @Test
    void aFileHasBytes() {
        assertThatThrownBy(() -> Recordings.parsed(MP3, 0, "model=m", "file="))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid -> assertThat(invalid.error().param()).isEqualTo("file"));
    }

    @Test
    void aFileBeforeTheModelAndUnknownFieldsKeepTheirOrder() {
        TranscriptionRequest request = Recordings.parsed(
                MP3,
                9,
                "file=",
                "timestamp_granularities[]=word",
                "timestamp_granularities[]=segment",
                "next_year=1",
                "response_format=verbose_json",
                "model=m");
        assertThat(request.parts().stream().map(UpstreamBody.Part::name))
                .containsExactly(
                        "file",
                        "timestamp_granularities[]",
                        "timestamp_granularities[]",
                        "next_year",
                        "response_format",
                        "model");
        assertThat(request)
                .returns("m", TranscriptionRequest::model)
                .returns(Format.VERBOSE_JSON, TranscriptionRequest::format)
                .returns(AnswerForm.OBJECT, TranscriptionRequest::form);
        assertThat(Recordings.parsed(MP3, 9, "model=m", "file=", "stream=true").form())
                .isEqualTo(AnswerForm.EVENTS);
    }

    @Test
    void byTheMinuteTheLengthIsHeldAndTheProviderAskedForIt() {
        TranscriptionRequest wave =
                Recordings.parsed(Recordings.wave(1, 1, 16_000, 16, 80_000), 80_044, "model=m", "file=");
        Bounds bounds = wave.bounds(MODEL, perMinute());
        assertThat(bounds.units()).isEqualTo(millis(3_500));
        assertThat(bounds.unitsEstimate()).isEqualTo(millis(2_500));
        assertThat(bounds.input()).isZero();
        assertThat(bounds.output()).isZero();
        assertThat(wave.body(MODEL, perMinute()).byDuration()).isTrue();
        assertThat(wave.body(MODEL, perToken()).byDuration()).isFalse();
    }

    @Test
    void noRecordingIsHeldForMoreThanTheModelTakes() {
        Bounds bounds = Recordings.parsed(MP3, 60_000_000, "model=m", "file=").bounds(MODEL, perMinute());
        assertThat(bounds.units()).isEqualTo(millis(BOUND));
        assertThat(bounds.unitsEstimate()).isEqualTo(millis(BOUND));
    }

    @Test
    void byTokensTheWholeAnswerOfTheModelIsHeld() {
        Bounds bounds = Recordings.parsed(MP3, 4_000, "model=m", "file=", "prompt=twelve chars")
                .bounds(MODEL, perToken());
        assertThat(bounds.units()).isEqualTo(Quantities.NONE);
        // 9 s at the lowest bit rate.
        assertThat(bounds.input()).isEqualTo(9 * 50 + 12 + 64);
        assertThat(bounds.inputEstimate()).isEqualTo(10 + 4);
        assertThat(bounds.output()).isEqualTo(2_000);
        assertThat(bounds.leastUsefulOutput()).isEqualTo(2_000);
    }

    @Property
    void rule13AnyUsageWithinTheBoundsCostsNoMoreThanTheHold(
            @ForAll @LongRange(min = 1, max = 67_108_864) long length,
            @ForAll @LongRange(max = 50_000_000_000L) long minute,
            @ForAll @LongRange(max = 50_000_000_000L) long audio,
            @ForAll @LongRange(max = 50_000_000_000L) long output) {
        Map<UsageClass, Long> prices = nothing();
        prices.put(UsageClass.AUDIO_MILLISECONDS, minute);
        prices.put(UsageClass.AUDIO_INPUT, audio);
        prices.put(UsageClass.OUTPUT, output);
        ModelPrice price = new ModelPrice("m", "g", List.of(new Tier(0, prices)));
        Bounds bounds = Recordings.parsed(MP3, length, "model=m", "file=").bounds(MODEL, price);
        Quantities most =
                bounds.units().with(UsageClass.AUDIO_INPUT, bounds.input()).with(UsageClass.OUTPUT, bounds.output());
        long hold =
                HoldCalculator.of(price.tiers(), bounds.input(), bounds.units()).hold(bounds.output());
        assertThat(PriceCalculator.charge(price.tiers(), most).total()).isLessThanOrEqualTo(hold);
        assertThat(bounds.unitsEstimate().get(UsageClass.AUDIO_MILLISECONDS))
                .isLessThanOrEqualTo(bounds.units().get(UsageClass.AUDIO_MILLISECONDS));
    }

    private static Quantities millis(long millis) {
        return Quantities.NONE.with(UsageClass.AUDIO_MILLISECONDS, millis);
    }

    private static ModelPrice perMinute() {
        Map<UsageClass, Long> prices = nothing();
        prices.put(UsageClass.AUDIO_MILLISECONDS, 5L);
        return new ModelPrice("m", "g", List.of(new Tier(0, prices)));
    }

    private static ModelPrice perToken() {
        Map<UsageClass, Long> prices = nothing();
        prices.put(UsageClass.AUDIO_INPUT, 5L);
        prices.put(UsageClass.OUTPUT, 9L);
        return new ModelPrice("m", "g", List.of(new Tier(0, prices)));
    }

    private static Map<UsageClass, Long> nothing() {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            prices.put(usage, 0L);
        }
        return prices;
    }
}
