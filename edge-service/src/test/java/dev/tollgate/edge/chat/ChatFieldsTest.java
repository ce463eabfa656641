package dev.tollgate.edge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.provider.spi.ChatBody.OutputField;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every request field of the seeds and of the wire contract: what is in order reaches the provider as it came,
/// what we read and is not, is refused by its name.
class ChatFieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\":0.7",
                "\"top_p\":1",
                "\"frequency_penalty\":0.5",
                "\"presence_penalty\":-2",
                "\"seed\":42",
                "\"n\":2",
                "\"stop\":[\"\\n\",\"END\"]",
                "\"stop\":null",
                "\"logit_bias\":{\"50256\":-100}",
                "\"logprobs\":true,\"top_logprobs\":20",
                "\"user\":\"u-1\"",
                "\"safety_identifier\":\"s-1\"",
                "\"metadata\":{\"a\":\"b\"}",
                "\"store\":false",
                "\"service_tier\":\"flex\"",
                "\"verbosity\":\"low\"",
                "\"reasoning_effort\":\"xhigh\"",
                "\"prompt_cache_key\":\"k\"",
                "\"prompt_cache_retention\":\"24h\"",
                "\"prompt_cache_options\":{\"ttl\":1}",
                "\"prediction\":{\"type\":\"content\",\"content\":\"x\"}",
                "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"alloy\",\"format\":\"wav\"}",
                "\"moderation\":{\"model\":\"x\"}",
                "\"web_search_options\":{\"search_context_size\":\"low\"}",
                "\"parallel_tool_calls\":false",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{\"type\":"
                        + "\"object\"},\"strict\":true}}],\"tool_choice\":\"required\"",
                "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\",\"format\":{\"type\":\"text\"}}}]",
                "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}",
                "\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[]}}",
                "\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"}",
                "\"response_format\":{\"type\":\"text\"}",
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{},"
                        + "\"strict\":true}}",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}",
                "\"reasoning\":{\"max_tokens\":2000,\"effort\":\"high\"}",
                "\"extra_body\":{\"google\":{\"thinking_config\":{\"thinking_budget\":100}}}",
                "\"a_field_of_next_year\":[1,2.5e3,{\"x\":null}]"
            })
    void reachesTheProviderAsItCame(String field) throws Exception {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + field + "}";
        JsonNode sent = JSON.readTree(ChatRequests.parsed(body)
                .rewritten("m", null, OutputField.MAX_TOKENS)
                .toString());
        assertThat(sent).isEqualTo(JSON.readTree(body));
    }

    @ParameterizedTest(name = "{0} is {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            "modalities":"text"                          | invalid_type  | modalities
            "modalities":["text",1]                      | invalid_type  | modalities[1]
            "web_search_options":true                    | invalid_type  | web_search_options
            "prediction":"x"                             | invalid_type  | prediction
            "thinking":{"budget_tokens":"many"}          | invalid_type  | thinking.budget_tokens
            "thinking":{"budget_tokens":-1}              | invalid_value | thinking.budget_tokens
            "reasoning":{"max_tokens":1.5}               | invalid_type  | reasoning.max_tokens
            """)
    void isRefusedByItsName(String field, String code, String param) {
        Reading parse = ChatRequests.read(
                Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + field + "}"));
        assertThat(parse).isInstanceOfSatisfying(Reading.Rejected.class, rejected -> {
            assertThat(rejected.error().code().code()).isEqualTo(code);
            assertThat(rejected.error().param()).isEqualTo(param);
        });
    }

    /// The seeds' own vision sample, and every other kind of message and part.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Describe this image.\"},{\"type\":"
                        + "\"image_url\",\"image_url\":{\"url\":\"https://example.com/image.jpg\",\"detail\":\"low\"}}]}",
                "{\"role\":\"user\",\"name\":\"ann\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":"
                        + "\"AA\",\"format\":\"wav\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]}",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"no\"}]}",
                "{\"role\":\"developer\",\"content\":\"brief\"}",
                "{\"role\":\"assistant\",\"reasoning_content\":\"hm\",\"content\":\"x\"}",
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":[{\"type\":\"text\",\"text\":\"4\"}]}"
            })
    void everyKindOfMessageReachesTheProvider(String messages) throws Exception {
        String body = "{\"model\":\"m\",\"messages\":[" + messages + "]}";
        assertThat(JSON.readTree(ChatRequests.parsed(body)
                        .rewritten("m", null, OutputField.MAX_TOKENS)
                        .toString()))
                .isEqualTo(JSON.readTree(body));
    }

    @Test
    void onlyTheModelIsChangedForAStreamBesideItsUsage() throws Exception {
        String body = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"x\":1}";
        JsonNode sent = JSON.readTree(ChatRequests.parsed(body)
                .rewritten("up", null, OutputField.MAX_TOKENS)
                .toString());
        Set<String> names = new TreeSet<>();
        sent.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("messages", "model", "stream", "stream_options", "x");
        assertThat(sent.get("model").textValue()).isEqualTo("up");
    }
}
