package dev.tollgate.edge.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Counted;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Usage as each provider writes it, read through the adapter: plain and streamed must agree.
class OpenAiUsageTest {
    private static final String MESSAGE = "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"}}";
    private static final String DELTA = "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}";

    private static final TestChat ASKED = new TestChat("public", false, false);

    private final OpenAiAdapter adapter = new OpenAiAdapter();

    @Test
    void openAiWithCachedReasoningAndAudioTokens() {
        assertThat(both("""
                {"prompt_tokens":100,"completion_tokens":80,"total_tokens":180,
                 "prompt_tokens_details":{"cached_tokens":40,"audio_tokens":10},
                 "completion_tokens_details":{"reasoning_tokens":50,"audio_tokens":20,
                  "accepted_prediction_tokens":3,"rejected_prediction_tokens":4}}""")).isEqualTo(Counted.tokens(50, 40, 0, 10, 0, 10, 50, 20));
    }

    @Test
    void openAiWithCacheWritesAndImages() {
        assertThat(both("""
                {"prompt_tokens":100,"completion_tokens":8,"total_tokens":108,
                 "prompt_tokens_details":{"cached_tokens":40,"cache_write_tokens":30,"image_tokens":20,
                  "text_tokens":80},"completion_tokens_details":null}""")).isEqualTo(Counted.tokens(10, 40, 30, 0, 20, 8, 0, 0));
    }

    @Test
    void theBareTotals() {
        assertThat(both("{\"prompt_tokens\":12,\"completion_tokens\":0,\"prompt_tokens_details\":null}"))
                .isEqualTo(Counted.tokens(12, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void deepSeekWithCacheHits() {
        assertThat(both("""
                {"prompt_tokens":64,"completion_tokens":30,"total_tokens":94,
                 "prompt_cache_hit_tokens":60,"prompt_cache_miss_tokens":4,
                 "prompt_tokens_details":{"cached_tokens":60},
                 "completion_tokens_details":{"reasoning_tokens":25}}""")).isEqualTo(Counted.tokens(4, 60, 0, 0, 0, 5, 25, 0));
        assertThat(both("{\"prompt_tokens\":64,\"completion_tokens\":3,\"prompt_cache_hit_tokens\":60}"))
                .isEqualTo(Counted.tokens(4, 60, 0, 0, 0, 3, 0, 0));
    }

    @Test
    void moonshotWithCachedTokensBesideTheTotals() {
        assertThat(both("{\"prompt_tokens\":64,\"completion_tokens\":3,\"total_tokens\":67,\"cached_tokens\":32}"))
                .isEqualTo(Counted.tokens(32, 32, 0, 0, 0, 3, 0, 0));
    }

    @Test
    void moonshotWithUsageInTheChoice() {
        String usage = "{\"prompt_tokens\":64,\"completion_tokens\":3,\"total_tokens\":67,\"cached_tokens\":32}";
        String choice = "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\",\"usage\":" + usage + "}";
        Quantities expected = Counted.tokens(32, 32, 0, 0, 0, 3, 0, 0);
        assertThat(streamed("{\"choices\":[" + choice + "],\"model\":\"kimi\"}"))
                .isEqualTo(expected);
        assertThat(streamed("{\"usage\":null,\"choices\":[" + choice + "]}")).isEqualTo(expected);
        assertThat(streamed("{\"choices\":[" + choice + "],\"usage\":null}")).isEqualTo(expected);
    }

    @Test
    void usageAtTheTopWinsOverThatOfAChoice() {
        String choice = "{\"delta\":{},\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";
        String top = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}";
        Quantities expected = Counted.tokens(9, 0, 0, 0, 0, 2, 0, 0);
        assertThat(streamed("{\"choices\":[" + choice + "]," + top + "}")).isEqualTo(expected);
        assertThat(streamed("{" + top + ",\"choices\":[" + choice + "]}")).isEqualTo(expected);
    }

    @Test
    void theWordUsageInTextIsNoUsage() {
        assertThat(streamed("{\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":5}\"}}]}"))
                .isNull();
        assertThat(streamed("{\"x\":{\"usage\":{\"prompt_tokens\":5}},\"choices\":[" + DELTA + "]}"))
                .isNull();
    }

    @Test
    void noUsageIsNull() {
        assertThat(both("null")).isNull();
        assertThat(both("{}")).isNull();
        assertThat(streamed("{\"choices\":[" + DELTA + "]}")).isNull();
    }

    @Test
    void countsBeyondTheirTotalAreCut() {
        assertThat(both("""
                {"prompt_tokens":10,"completion_tokens":5,
                 "prompt_tokens_details":{"cached_tokens":8,"audio_tokens":8,"image_tokens":8},
                 "completion_tokens_details":{"reasoning_tokens":9,"audio_tokens":9}}""")).isEqualTo(Counted.tokens(0, 8, 0, 2, 0, 0, 5, 0));
    }

    @Test
    void negativeAndSillyCountsAreNone() {
        assertThat(both("""
                {"prompt_tokens":10,"completion_tokens":-5,
                 "prompt_tokens_details":{"cached_tokens":-8,"audio_tokens":"x"},
                 "completion_tokens_details":[]}""")).isEqualTo(Counted.tokens(10, 0, 0, 0, 0, 0, 0, 0));
    }

    @Property
    void classesAlwaysAddUpToTheTotals(
            @ForAll @LongRange(max = 10_000_000) long prompt,
            @ForAll @LongRange(min = -5, max = 10_000_000) long cached,
            @ForAll @LongRange(min = -5, max = 10_000_000) long audio,
            @ForAll @LongRange(max = 10_000_000) long completion,
            @ForAll @LongRange(min = -5, max = 10_000_000) long reasoning) {
        Quantities usage = Objects.requireNonNull(both("""
                {"prompt_tokens":%d,"completion_tokens":%d,
                 "prompt_tokens_details":{"cached_tokens":%d,"audio_tokens":%d},
                 "completion_tokens_details":{"reasoning_tokens":%d}}""".formatted(prompt, completion, cached, audio, reasoning)));
        assertThat(usage.input()).isEqualTo(prompt);
        assertThat(usage.output()).isEqualTo(completion);
        assertThat(usage.get(UsageClass.CACHED_INPUT)).isBetween(0L, prompt);
        assertThat(usage.get(UsageClass.REASONING)).isBetween(0L, completion);
    }

    private @Nullable Quantities both(String usage) {
        Quantities plain = plain("{\"model\":\"m\",\"choices\":[" + MESSAGE + "],\"usage\":" + usage + "}");
        assertThat(streamed("{\"choices\":[" + DELTA + "],\"usage\":" + usage + "}"))
                .isEqualTo(plain);
        assertThat(streamed("{\"usage\":" + usage + ",\"choices\":[]}")).isEqualTo(plain);
        return plain;
    }

    private @Nullable Quantities plain(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        AnswerReader reader = adapter.reader(ASKED);
        assertThat(reader.whole(bytes, 0, bytes.length, new RecordingWriter())).isEqualTo(Reading.DONE);
        return reader.usage();
    }

    private @Nullable Quantities streamed(String data) {
        byte[] bytes = ("xx" + data + "\n").getBytes(StandardCharsets.UTF_8);
        AnswerReader reader = adapter.reader(ASKED);
        assertThat(reader.event(bytes, 2, bytes.length - 1, new RecordingWriter()))
                .isEqualTo(Reading.MORE);
        return reader.usage();
    }
}
