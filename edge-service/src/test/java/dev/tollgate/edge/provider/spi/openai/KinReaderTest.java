package dev.tollgate.edge.provider.spi.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.Counted;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KinReaderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHUNK =
            "{\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\",\"choices\":[%s]%s}";
    private static final String LAST = "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"%s}";
    private static final String USAGE = "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,\"%s\":%d}";

    private final RecordingWriter written = new RecordingWriter();

    @Test
    void usageThatAChoiceAndAChunkOfItsOwnTellIsToldOnce() {
        KinReader reader = new KinReader(JSON, new TestChat("public", true, true));
        String usage = USAGE.formatted(10, 5, 15, "cached_tokens", 4);
        event(reader, CHUNK.formatted(LAST.formatted(",\"usage\":" + usage), ""));
        event(reader, CHUNK.formatted("", ",\"usage\":" + usage));
        assertThat(event(reader, "[DONE]")).isEqualTo(Reading.DONE);

        assertThat(written.chunks).hasSize(2);
        assertThat(written.chunks.getFirst()).doesNotContain("usage");
        assertThat(written.chunks.getLast()).contains("\"prompt_tokens_details\":{\"cached_tokens\":4}");
        assertThat(reader.usage()).isEqualTo(Counted.tokens(6, 4, 0, 0, 0, 5, 0, 0));
    }

    @Test
    void usageOfAChoiceCountsAlsoWhereTheStreamIsCutBehindIt() {
        KinReader reader = new KinReader(JSON, new TestChat("public", true, false));
        event(reader, CHUNK.formatted(LAST.formatted(",\"usage\":" + USAGE.formatted(10, 5, 15, "x", 0)), ""));

        assertThat(reader.usage()).isEqualTo(Quantities.of(10, 5));
        assertThat(reader.end(written)).isEqualTo(Reading.DONE);
        assertThat(written.chunks).hasSize(1);
        assertThat(reader.usage()).isEqualTo(Quantities.of(10, 5));
    }

    @Test
    void textThatLooksLikeUsagePassesAsItIs() {
        KinReader reader = new KinReader(JSON, new TestChat("public", true, true));
        String text = "{\"index\":0,\"delta\":{\"content\":\"{\\\"prompt_tokens\\\": 1}\"},\"finish_reason\":null}";
        event(reader, CHUNK.formatted(text, ""));

        assertThat(written.chunks).containsExactly(CHUNK.formatted(text, "").replace("\"up\"", "\"public\""));
        assertThat(reader.usage()).isNull();
    }

    @Test
    void aPlainAnswerHasTheKeysThatClientsInsistOn() {
        KinReader reader = new KinReader(JSON, new TestChat("public", false, false));
        byte[] whole =
                ("\n\n{\"id\":\"i\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,"
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}")
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(reader.whole(whole, 0, whole.length, written)).isEqualTo(Reading.DONE);
        assertThat(written.chunks.getFirst()).contains("\"refusal\":null", "\"logprobs\":null");
    }

    /// Wherever it is told, and under whichever name hits go: one meaning, its classes disjoint.
    @Property(tries = 300)
    void usageMeansTheSameWhereverItIsTold(
            @ForAll @LongRange(max = 1_000_000) long prompt,
            @ForAll @LongRange(max = 1_000_000) long completion,
            @ForAll @LongRange(max = 1_000_000) long hits) {
        long cached = Math.min(hits, prompt);
        for (String name : new String[] {"cached_tokens", "prompt_cache_hit_tokens"}) {
            String usage = USAGE.formatted(prompt, completion, prompt + completion, name, cached);
            KinReader inChoice = new KinReader(JSON, new TestChat("public", true, true));
            event(inChoice, CHUNK.formatted(LAST.formatted(",\"usage\":" + usage), ""));
            KinReader apart = new KinReader(JSON, new TestChat("public", true, true));
            event(apart, CHUNK.formatted("", ",\"usage\":" + usage));

            @Nullable Quantities told = inChoice.usage();
            assertThat(told).isEqualTo(Counted.tokens(prompt - cached, cached, 0, 0, 0, completion, 0, 0));
            assertThat(apart.usage()).isEqualTo(told);
        }
    }

    private Reading event(KinReader reader, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        return reader.event(bytes, 0, bytes.length, written);
    }
}
