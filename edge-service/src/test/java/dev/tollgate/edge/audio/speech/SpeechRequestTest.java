package dev.tollgate.edge.audio.speech;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.metering.HoldCalculator;
import dev.tollgate.edge.metering.PriceCalculator;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.SpeechBody.Sound;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LEAST = "\"model\":\"m\",\"input\":\"hi\",\"voice\":\"alloy\"";
    private static final Catalogue.Model MODEL =
            new Catalogue.Model("m", List.of(), "o", 2_000, 6_000, 256, List.of("speech"), RateLimits.NONE, null, 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"response_format\":\"wav\"",
                "\"response_format\":null",
                "\"speed\":0.25",
                "\"speed\":4",
                "\"instructions\":\"like a pirate\"",
                "\"stream_format\":\"audio\"",
                "\"voice\":{\"id\":\"voice_1234\"}",
                "\"voice\":\"a_voice_of_next_year\"",
                "\"a_field_of_next_year\":[1]"
            })
    void reachesTheProviderAsItCame(String field) throws Exception {
        String body = "{\"model\":\"m\",\"input\":\"hi\","
                + (field.contains("voice") ? "" : "\"voice\":\"alloy\",")
                + field + "}";
        String sent = Speeches.parsed(body).rewritten("up").toString();
        assertThat(JSON.readTree(sent)).isEqualTo(JSON.readTree(body.replace("\"m\"", "\"up\"")));
    }

    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            "input":"a","voice":"v"                                             | missing_required_parameter | model
            "model":7,"input":"a","voice":"v"                                   | invalid_type               | model
            "model":"m","voice":"v"                                             | missing_required_parameter | input
            "model":"m","input":"","voice":"v"                                  | missing_required_parameter | input
            "model":"m","input":["a"],"voice":"v"                               | invalid_type               | input
            "model":"m","input":"a"                                             | missing_required_parameter | voice
            "model":"m","input":"a","voice":""                                  | missing_required_parameter | voice
            "model":"m","input":"a","voice":1                                   | invalid_type               | voice
            "model":"m","input":"a","voice":{}                                  | missing_required_parameter | voice.id
            "model":"m","input":"a","voice":{"id":1}                            | invalid_type               | voice.id
            "model":"m","input":"a","voice":"v","instructions":1                | invalid_type               | instructions
            "model":"m","input":"a","voice":"v","response_format":"midi"        | invalid_value              | response_format
            "model":"m","input":"a","voice":"v","response_format":1             | invalid_type               | response_format
            "model":"m","input":"a","voice":"v","speed":"fast"                  | invalid_type               | speed
            "model":"m","input":"a","voice":"v","speed":0.24                    | invalid_value              | speed
            "model":"m","input":"a","voice":"v","speed":4.01                    | invalid_value              | speed
            "model":"m","input":"a","voice":"v","stream_format":"ndjson"        | invalid_value              | stream_format
            "model":"m","input":"a","voice":"v","stream_format":true            | invalid_type               | stream_format
            """)
    void isRefusedByItsName(String fields, String code, String param) {
        refused("{" + fields + "}", code, param);
    }

    /// A character outside the basic plane is one, not two.
    @Test
    void charactersAreCodePoints() {
        String most = "😀".repeat(4_096);
        assertThat(spoken(most).bounds(MODEL, perCharacter(5)).units().get(UsageClass.CHARACTERS))
                .isEqualTo(4_096);
        refused("{\"model\":\"m\",\"input\":\"" + most + "a\",\"voice\":\"v\"}", "invalid_value", "input");
        refused("{" + LEAST + ",\"instructions\":\"" + most + "a\"}", "invalid_value", "instructions");
    }

    @Test
    void isRelayedAsBytesOrAsEvents() {
        assertThat(Speeches.parsed("{" + LEAST + "}"))
                .returns(AnswerForm.BYTES, SpeechRequest::form)
                .returns(false, SpeechRequest::stream)
                .returns(Sound.MP3, SpeechRequest::sound);
        assertThat(Speeches.parsed("{" + LEAST + ",\"stream_format\":\"sse\",\"response_format\":\"pcm\"}"))
                .returns(AnswerForm.EVENTS, SpeechRequest::form)
                .returns(true, SpeechRequest::stream)
                .returns(Sound.PCM, SpeechRequest::sound);
    }

    @Test
    void charactersAreHeldAndChargedInFull() {
        Bounds bounds = spoken("twelve chars").bounds(MODEL, perCharacter(5));
        assertThat(bounds.units()).isEqualTo(Quantities.NONE.with(UsageClass.CHARACTERS, 12));
        assertThat(bounds.unitsEstimate()).isEqualTo(bounds.units());
        assertThat(bounds.input()).isZero();
        assertThat(bounds.output()).isZero();
    }

    @Test
    void byTokensTheLongestAnswerOfTheModelIsHeldInFull() {
        Bounds bounds = spoken("twelve chars").bounds(MODEL, perToken(2, 9));
        assertThat(bounds.units()).isEqualTo(Quantities.NONE);
        assertThat(bounds.input()).isEqualTo(12 + 64);
        assertThat(bounds.output()).isEqualTo(6_000);
        assertThat(bounds.leastUsefulOutput()).isEqualTo(6_000);
        assertThat(spoken("x".repeat(4_000)).bounds(MODEL, perToken(2, 9)).input())
                .isEqualTo(2_000);
    }

    @Test
    void aPriceOfNothingCountsCharacters() {
        assertThat(spoken("abc").bounds(MODEL, perCharacter(0)).units().get(UsageClass.CHARACTERS))
                .isEqualTo(3);
    }

    @Property
    void rule13AnyUsageWithinTheBoundsCostsNoMoreThanTheHold(
            @ForAll @NotEmpty @StringLength(max = 300) String text,
            @ForAll @LongRange(max = 50_000_000_000L) long perCharacter,
            @ForAll @LongRange(max = 50_000_000_000L) long input,
            @ForAll @LongRange(max = 50_000_000_000L) long audio,
            @ForAll @LongRange(max = 6_000) long spokenTokens) {
        Map<UsageClass, Long> prices = nothing();
        prices.put(UsageClass.CHARACTERS, perCharacter);
        prices.put(UsageClass.INPUT, input);
        prices.put(UsageClass.AUDIO_OUTPUT, audio);
        ModelPrice price = new ModelPrice("m", "g", List.of(new Tier(0, prices)));
        SpeechRequest request = new SpeechRequest(
                "m",
                text,
                "",
                Sound.MP3,
                false,
                Speeches.parsed("{" + LEAST + "}").members());
        Bounds bounds = request.bounds(MODEL, price);
        Quantities most = bounds.units()
                .with(UsageClass.INPUT, bounds.input())
                .with(UsageClass.AUDIO_OUTPUT, Math.min(spokenTokens, bounds.output()));
        long hold =
                HoldCalculator.of(price.tiers(), bounds.input(), bounds.units()).hold(bounds.output());
        assertThat(PriceCalculator.charge(price.tiers(), most).total()).isLessThanOrEqualTo(hold);
    }

    @Test
    void ourOwnCountReadsTheTextAndHowToSayIt() {
        SpeechRequest request = Speeches.parsed("{" + LEAST + ",\"instructions\":\"slow\"}");
        assertThat(request.inputTokens(String::length)).isEqualTo(2 + 4);
    }

    private static SpeechRequest spoken(String text) {
        return Speeches.parsed("{\"model\":\"m\",\"voice\":\"v\",\"input\":\"" + text + "\"}");
    }

    private static void refused(String body, String code, String param) {
        assertThat(Speeches.read(body)).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().code().code()).isEqualTo(code);
            assertThat(rejected.error().param()).isEqualTo(param);
            assertThat(rejected.error().message()).isNotBlank();
        });
    }

    private static ModelPrice perCharacter(long nanosPerMillion) {
        Map<UsageClass, Long> prices = nothing();
        prices.put(UsageClass.CHARACTERS, nanosPerMillion);
        return new ModelPrice("m", "g", List.of(new Tier(0, prices)));
    }

    private static ModelPrice perToken(long input, long audio) {
        Map<UsageClass, Long> prices = nothing();
        prices.put(UsageClass.INPUT, input);
        prices.put(UsageClass.AUDIO_OUTPUT, audio);
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
