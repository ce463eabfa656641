package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.BadRequestException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages by anthropic-java: passed on as they are, and at two dialects said as a chat.
class JavaSdkMessagesE2e {
    private static final Tool WEATHER = Tool.builder()
            .name("get_weather")
            .inputSchema(Tool.InputSchema.builder()
                    .properties(Tool.InputSchema.Properties.builder()
                            .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                            .build())
                    .required(List.of("city"))
                    .build())
            .build();

    private final Suite suite = Suite.running();

    private final AnthropicClient client = AnthropicOkHttpClient.builder()
            .baseUrl(suite.edge(1).toString())
            .apiKey(suite.customer(10 * Suite.CREDIT, "").secret())
            .maxRetries(0)
            .timeout(Duration.ofSeconds(60))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"claude-3-5-sonnet", "gpt-4o-mini", "gemini-2.0-flash"})
    void answersWholeAndStreamsTheSame(String model) {
        MessageCreateParams asked =
                asking(model).addUserMessage("Tell me of rivers").build();
        Message whole = client.messages().create(asked).validate();
        assertThat(text(whole)).contains("Tell me of rivers");
        Message streamed = streamed(asked);
        assertThat(text(streamed)).isEqualTo(text(whole));
        assertThat(streamed.usage().outputTokens()).isEqualTo(whole.usage().outputTokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-3-5-sonnet", "gpt-4o-mini", "gemini-2.0-flash"})
    void anAgentRunsItsToolsUntilThereIsText(String model) {
        MessageCreateParams.Builder said =
                asking(model).addTool(WEATHER).addUserMessage("parallel weather of Paris and Rome");
        Message first = streamed(said.build());
        assertThat(first.stopReason()).contains(StopReason.TOOL_USE);
        List<ContentBlockParam> results = first.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .map(JavaSdkMessagesE2e::answer)
                .toList();
        assertThat(results).hasSizeGreaterThan(1);
        Message last = client.messages()
                .create(said.addMessage(first)
                        .addUserMessageOfBlockParams(results)
                        .build())
                .validate();
        assertThat(last.stopReason()).contains(StopReason.END_TURN);
        assertThat(text(last)).contains("18 degrees");
    }

    @Test
    void whatIsNotOfferedHasTheSdksClass() {
        MessageCreateParams asked =
                asking("demo").addUserMessage("Hi").maxTokens(0).build();
        BadRequestException refused = catchThrowableOfType(
                BadRequestException.class, () -> client.messages().create(asked));
        assertThat(refused.body().toString()).contains("invalid_request_error", "max_tokens");
    }

    @Test
    void modelsAreListedPageByPage() {
        assertThat(client.models().list().autoPager().stream()
                        .map(model -> model.validate().id()))
                .hasSizeGreaterThan(20)
                .contains("demo")
                .doesNotHaveDuplicates();
    }

    private Message streamed(MessageCreateParams asked) {
        MessageAccumulator heard = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(asked)) {
            stream.stream().forEach(event -> heard.accumulate(event.validate()));
        }
        return heard.message();
    }

    private static MessageCreateParams.Builder asking(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(512);
    }

    private static ContentBlockParam answer(ToolUseBlock call) {
        return ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                .toolUseId(call.id())
                .content("18 degrees")
                .build());
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(said -> said.text())
                .collect(Collectors.joining());
    }
}
