package dev.tollgate.edge.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.RealtimeDialect.Handshake;
import dev.tollgate.edge.provider.spi.RealtimeEvent;
import dev.tollgate.edge.provider.spi.Upstream;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenAiRealtimeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final OpenAiRealtime dialect = new OpenAiRealtime();

    @Test
    void shakesHandsWithOurOwnCredential() {
        Handshake handshake = dialect.handshake(upstream("https://api.openai.com/v1", "secret"), false);
        assertThat(handshake.url()).isEqualTo("wss://api.openai.com/v1/realtime?model=a%2Fb");
        assertThat(handshake.headers()).containsExactly(Map.entry("Authorization", "Bearer secret"));
        assertThat(handshake.subprotocols()).isEmpty();
        assertThat(handshake.toString()).doesNotContain("secret");
    }

    @Test
    void asksForTheBetaWhereTheCallerDoes() {
        Handshake handshake = dialect.handshake(upstream("http://127.0.0.1:1/v1", null), true);
        assertThat(handshake.url()).startsWith("ws://127.0.0.1:1/v1/realtime?");
        assertThat(handshake.headers()).containsExactly(Map.entry("OpenAI-Beta", "realtime=v1"));
    }

    @Test
    void makesTheUsageOfAResponseDisjoint() {
        assertThat(read("{\"type\":\"response.done\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"usage\":{"
                        + "\"total_tokens\":260,\"input_tokens\":200,\"output_tokens\":60,\"input_token_details\":{"
                        + "\"text_tokens\":110,\"audio_tokens\":80,\"image_tokens\":10,\"cached_tokens\":64,"
                        + "\"cached_tokens_details\":{\"text_tokens\":40,\"audio_tokens\":20,\"image_tokens\":4}},"
                        + "\"output_token_details\":{\"text_tokens\":15,\"audio_tokens\":45}}}}"))
                .isEqualTo(new RealtimeEvent.ResponseDone(
                        "r",
                        false,
                        Quantities.of(70, 15)
                                .with(UsageClass.CACHED_INPUT, 64)
                                .with(UsageClass.AUDIO_INPUT, 60)
                                .with(UsageClass.IMAGE_INPUT, 6)
                                .with(UsageClass.AUDIO_OUTPUT, 45)));
    }

    @Property
    void noTokenIsCountedTwiceWhateverTheDetailsSay(
            @ForAll @LongRange(min = 0, max = 1_000_000) long input,
            @ForAll @LongRange(min = 0, max = 1_000_000) long output,
            @ForAll @LongRange(min = -5, max = 2_000_000) long audio,
            @ForAll @LongRange(min = -5, max = 2_000_000) long cached,
            @ForAll @LongRange(min = -5, max = 2_000_000) long spoken) {
        ObjectNode usage = JSON.createObjectNode().put("input_tokens", input).put("output_tokens", output);
        usage.putObject("input_token_details").put("audio_tokens", audio).put("cached_tokens", cached);
        usage.putObject("output_token_details").put("audio_tokens", spoken);
        Quantities counted = OpenAiRealtimeUsage.ofResponse(usage);
        assertThat(counted.input()).isEqualTo(input);
        assertThat(counted.output()).isEqualTo(output);
    }

    @Test
    void aResponseWithoutUsageTellsNone() {
        assertThat(
                        read(
                                "{\"type\":\"response.done\",\"response\":{\"id\":\"r\",\"status\":\"failed\",\"usage\":null}}"))
                .isEqualTo(new RealtimeEvent.ResponseDone("r", true, null));
    }

    @Test
    void readsTranscriptionsByTokensAndByDuration() {
        String completed = "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"event_id\":\"e\","
                + "\"item_id\":\"i\",\"content_index\":0,\"usage\":";
        assertThat(read(completed + "{\"type\":\"tokens\",\"total_tokens\":36,\"input_tokens\":26,\"output_tokens\":10,"
                        + "\"input_token_details\":{\"text_tokens\":1,\"audio_tokens\":25}}}"))
                .isEqualTo(
                        new RealtimeEvent.Transcribed("e", Quantities.of(1, 10).with(UsageClass.AUDIO_INPUT, 25)));
        assertThat(read(completed + "{\"type\":\"duration\",\"seconds\":1.2345}}"))
                .isEqualTo(
                        new RealtimeEvent.Transcribed("e", Quantities.NONE.with(UsageClass.AUDIO_MILLISECONDS, 1_235)));
    }

    @Test
    void knowsTheTermsInTodaysWordsAndInThoseOfTheBeta() {
        assertThat(read("{\"type\":\"session.created\",\"session\":{\"max_output_tokens\":\"inf\"}}"))
                .isEqualTo(new RealtimeEvent.Terms(null));
        assertThat(read("{\"type\":\"session.updated\",\"session\":{\"max_output_tokens\":300}}"))
                .isEqualTo(new RealtimeEvent.Terms(300L));
        assertThat(read("{\"type\":\"session.updated\",\"session\":{\"max_response_output_tokens\":200}}"))
                .isEqualTo(new RealtimeEvent.Terms(200L));
    }

    @Test
    void countsDeltasOfTextAndOfSound() {
        assertThat(read("{\"type\":\"response.audio_transcript.delta\",\"response_id\":\"r\",\"delta\":\"hi\"}"))
                .isEqualTo(new RealtimeEvent.Delivered("r", "hi", 0));
        assertThat(read("{\"type\":\"response.output_audio.delta\",\"response_id\":\"r\",\"delta\":\""
                        + "A".repeat(6_401) + "\"}"))
                .isEqualTo(new RealtimeEvent.Delivered("r", "", 3));
    }

    @Test
    void tellsWhichEventWasRefused() {
        assertThat(read("{\"type\":\"error\",\"error\":{\"event_id\":\"mine\"}}"))
                .isEqualTo(new RealtimeEvent.Refused("mine"));
        assertThat(read("{\"type\":\"error\",\"error\":{\"event_id\":null}}"))
                .isEqualTo(new RealtimeEvent.Refused(null));
        assertThat(read("{\"type\":\"rate_limits.updated\"}")).isEqualTo(new RealtimeEvent.Other());
    }

    private RealtimeEvent read(String event) {
        try {
            return dialect.read((ObjectNode) JSON.readTree(event));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Upstream upstream(String url, @Nullable String secret) {
        return new Upstream(url, "a/b", secret, null, 4_096, Map.of());
    }
}
