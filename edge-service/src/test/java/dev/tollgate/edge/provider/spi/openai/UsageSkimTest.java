package dev.tollgate.edge.provider.spi.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageSkimTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":12,\"completion_tokens\":7}",
                "{ \"prompt_tokens\" : 12 , \"completion_tokens\" : null }",
                "{\"prompt_tokens\":99,\"cached_tokens\":4,\"prompt_cache_hit_tokens\":5,\"completion_tokens\":1}",
                "{\"prompt_tokens\":100,\"completion_tokens\":80,\"prompt_tokens_details\":{\"cached_tokens\":40,"
                        + "\"cache_write_tokens\":9,\"audio_tokens\":10,\"image_tokens\":11,\"other\":{\"x\":[1,2]}},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":50,\"audio_tokens\":20}}",
                "{\"prompt_tokens\":12,\"prompt_tokens_details\":null,\"completion_tokens_details\":[{\"a\":1}]}",
                "{\"cost\":0.5,\"note\":\"audio_tokens\",\"prompt_tokens\":999999999999999999,\"completion_tokens\":0}"
            })
    void readsWhatAParserReads(String usage) throws JsonProcessingException {
        assertThat(OpenAiUsage.disjoint(Objects.requireNonNull(UsageSkim.read(bytes(usage)))))
                .isEqualTo(OpenAiUsage.read(JSON.readTree(usage)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"completion_tokens\":7}",
                "{\"prompt_tokens\":\"12\"}",
                "{\"prompt_tokens\":12.0}",
                "{\"prompt_tokens\":1e3}",
                "{\"prompt_tokens\":-1}",
                "{\"prompt_tokens\":1000000000000000000}",
                "{\"prompt_tokens\":{}}",
                "{\"prompt_tokens\":1,\"completion\\u005ftokens\":5}",
                "{\"prompt_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":0.5}}"
            })
    void leavesTheUnusualToAParser(String usage) {
        assertThat(UsageSkim.read(bytes(usage))).isNull();
    }

    private static byte[] bytes(String usage) {
        return usage.getBytes(StandardCharsets.UTF_8);
    }
}
