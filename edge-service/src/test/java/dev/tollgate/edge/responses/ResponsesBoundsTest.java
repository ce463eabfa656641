package dev.tollgate.edge.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.TestPrices;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesBoundsTest {
    private static final long WINDOW = 100_000;

    @Test
    void textIsBoundedByItsBytes() {
        Bounds bounds = bounds("\"input\":\"" + "a".repeat(400) + "\"", "chat");
        assertThat(bounds.input()).isBetween(400L, 600L);
        assertThat(bounds.inputEstimate()).isBetween(100L, 120L);
        assertThat(bounds.perChoice()).isEqualTo(4_000);
        assertThat(bounds.hiddenReasoning()).isFalse();
    }

    @Test
    void theCallersBoundIsKeptUpToTheModels() {
        assertThat(bounds("\"input\":\"a\",\"max_output_tokens\":99", "chat").perChoice())
                .isEqualTo(99);
        assertThat(bounds("\"input\":\"a\",\"max_output_tokens\":99999", "chat").perChoice())
                .isEqualTo(4_000);
    }

    @Test
    void aModelThatThinksIsHeldInFull() {
        Bounds bounds = bounds("\"input\":\"a\"", "chat", "reasoning");
        assertThat(bounds.hiddenReasoning()).isTrue();
        assertThat(bounds.leastUseful()).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"input\":\"a\",\"previous_response_id\":\"resp_1\"",
                "\"input\":\"a\",\"prompt\":{\"id\":\"p\"}",
                "\"input\":\"a\",\"tools\":[{\"type\":\"web_search\"}]",
                "\"input\":[{\"type\":\"item_reference\",\"id\":\"msg\"}]",
                "\"input\":[{\"type\":\"web_search_call\",\"id\":\"ws\"}]",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}]",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"https://x\"}]}]",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}]",
                "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":"
                        + "[{\"type\":\"input_file\",\"file_data\":\"x\"}]}]"
            })
    void whatOnlyTheProviderKnowsIsBoundedByTheWindow(String fields) {
        assertThat(bounds(fields, "chat").input()).isEqualTo(WINDOW);
    }

    @Test
    void sealedThoughtsAreBoundedByTwiceTheirSeal() {
        String item = "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"" + "a".repeat(1_000) + "\"}";
        assertThat(bounds("\"input\":[" + item + "]", "chat").input()).isBetween(2_000L, 2_300L);
    }

    @Test
    void aPictureInTheBodyIsBoundedWhateverItsBytes() {
        String picture =
                "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64," + "A".repeat(90_000) + "\"}";
        assertThat(bounds("\"input\":[{\"role\":\"user\",\"content\":[" + picture + "]}]", "chat")
                        .input())
                .isBetween(48_000L, 49_000L);
    }

    private static Bounds bounds(String fields, String... capabilities) {
        return ResponsesRequests.parsed("{\"model\":\"m\"," + fields + "}")
                .bounds(ResponsesRequests.model(capabilities), TestPrices.of(Map.of()));
    }
}
