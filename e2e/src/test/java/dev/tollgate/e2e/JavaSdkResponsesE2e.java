package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Responses by openai-java: natively, and at two dialects as a chat.
class JavaSdkResponsesE2e {
    private static final FunctionTool WEATHER = FunctionTool.builder()
            .name("get_weather")
            .strict(true)
            .parameters(FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                    .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                    .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                    .build())
            .build();

    private final Suite suite = Suite.running();

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(suite.edge(1) + "/v1")
            .apiKey(suite.customer(10 * Suite.CREDIT, "").secret())
            .maxRetries(0)
            .timeout(Duration.ofSeconds(60))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"demo", "claude-3-5-sonnet", "gemini-2.0-flash"})
    void answersWholeAndStreamsTheSame(String model) {
        ResponseCreateParams asked = ResponseCreateParams.builder()
                .model(model)
                .input("Tell me of rivers")
                .build();
        Response whole = client.responses().create(asked).validate();
        assertThat(text(whole)).contains("Tell me of rivers");
        try (var stream = client.responses().createStreaming(asked)) {
            List<ResponseStreamEvent> events =
                    stream.stream().map(ResponseStreamEvent::validate).toList();
            String heard = events.stream()
                    .flatMap(event -> event.outputTextDelta().stream())
                    .map(delta -> delta.delta())
                    .collect(Collectors.joining());
            assertThat(heard).isEqualTo(text(whole));
            assertThat(events.getLast().asCompleted().response().usage()).isEqualTo(whole.usage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "claude-3-5-sonnet", "gemini-2.0-flash"})
    void anAgentRunsItsToolsUntilThereIsText(String model) {
        List<ResponseInputItem> input = new ArrayList<>();
        input.add(ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content("What is the weather in Paris?")
                .build()));
        Response first = client.responses().create(asking(model, input)).validate();
        List<ResponseFunctionToolCall> calls = first.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .toList();
        assertThat(calls).isNotEmpty();
        for (ResponseFunctionToolCall call : calls) {
            input.add(ResponseInputItem.ofFunctionCall(call));
            input.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                    .callId(call.callId())
                    .output("18 degrees")
                    .build()));
        }
        Response last = client.responses().create(asking(model, input)).validate();
        assertThat(text(last)).isNotEmpty();
    }

    @Test
    void whatIsNotOfferedHasTheSdksClass() {
        BadRequestException refused = catchThrowableOfType(BadRequestException.class, () -> client.responses()
                .create(ResponseCreateParams.builder()
                        .model("claude-3-5-sonnet")
                        .input("Hi")
                        .store(true)
                        .build()));
        assertThat(refused.param()).hasValue("store");
    }

    private static ResponseCreateParams asking(String model, List<ResponseInputItem> input) {
        return ResponseCreateParams.builder()
                .model(model)
                .inputOfResponse(input)
                .addTool(WEATHER)
                .build();
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(said -> said.text())
                .collect(Collectors.joining());
    }
}
