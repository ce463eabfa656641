package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chat by openai-java, once per provider dialect.
class JavaSdkDialectsE2e {
    /// A black dot.
    private static final String PIXEL = "data:image/png;base64,"
            + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

    private final Suite suite = Suite.running();

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(suite.edge(1) + "/v1")
            .apiKey(suite.customer(10 * Suite.CREDIT, "").secret())
            .maxRetries(0)
            .timeout(Duration.ofSeconds(60))
            .build();

    @JsonClassDescription("The weather of a city")
    record GetWeather(String city) {}

    record Person(String name, int age) {}

    static Stream<String> models() {
        return Dialects.models().values().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void answersWholeToBothClients(String model) {
        OpenAIClientAsync waiting = client.async();
        for (ChatCompletion answer : List.of(
                client.chat().completions().create(say(model, "Greetings to you")),
                waiting.chat()
                        .completions()
                        .create(say(model, "Greetings to you"))
                        .join())) {
            assertThat(answer.validate().model()).isEqualTo(model);
            assertThat(text(answer)).contains("Greetings to you");
            assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void streamsWhatItAnswersWhole(String model) {
        ChatCompletion streamed = accumulated(say(model, "Tell me of rivers").toBuilder()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());
        ChatCompletion whole = client.chat().completions().create(say(model, "Tell me of rivers"));
        assertThat(text(streamed)).isEqualTo(text(whole)).contains("Tell me of rivers");
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    }

    @ParameterizedTest
    @MethodSource("models")
    void toolsOfAClassRunUntilThereIsText(String model) {
        ChatCompletionCreateParams.Builder asking =
                say(model, "What is the weather in Paris?").toBuilder().addTool(GetWeather.class);
        List<String> cities = new ArrayList<>();
        ChatCompletionMessage message = ask(asking);
        for (int turn = 0; turn < 4 && message.toolCalls().isPresent(); turn++) {
            asking.addMessage(message);
            for (ChatCompletionMessageFunctionToolCall call : calls(message)) {
                cities.add(call.function().arguments(GetWeather.class).city());
                asking.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("18 degrees")
                        .build());
            }
            message = ask(asking);
        }
        assertThat(cities).isNotEmpty();
        assertThat(message.content().orElse("")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void streamedParallelToolCallsArePutTogether(String model) {
        ChatCompletion answer = accumulated(say(model, "parallel weather of Paris and Rome").toBuilder()
                .addTool(GetWeather.class)
                .build());
        assertThat(calls(answer.choices().getFirst().message()))
                .hasSizeGreaterThan(1)
                .allSatisfy(call -> assertThat(
                                call.function().arguments(GetWeather.class).city())
                        .isNotNull());
    }

    @ParameterizedTest
    @MethodSource("models")
    void structuredOutputBecomesAnObject(String model) {
        var params =
                say(model, "Ada is 36").toBuilder().responseFormat(Person.class).build();
        assertThat(client.chat()
                        .completions()
                        .create(params)
                        .choices()
                        .getFirst()
                        .message()
                        .content())
                .containsInstanceOf(Person.class);
    }

    @ParameterizedTest
    @MethodSource("models")
    void imagesInAMessageAreTakenByModelsThatSee(String model) {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("Describe this image.")
                                .build()),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url(PIXEL)
                                        .build())
                                .build())))
                .build();
        if (model.equals(Dialects.models().get("deepseek"))) {
            assertThatThrownBy(() -> client.chat().completions().create(params))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("takes no part of type image_url");
            return;
        }
        assertThat(text(client.chat().completions().create(params))).contains("Describe this image.");
    }

    private ChatCompletion accumulated(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(params)) {
            stream.stream().map(ChatCompletionChunk::validate).forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private ChatCompletionMessage ask(ChatCompletionCreateParams.Builder params) {
        return client.chat()
                .completions()
                .create(params.build())
                .choices()
                .getFirst()
                .message();
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletionMessage message) {
        return message.toolCalls().orElseThrow().stream()
                .map(call -> call.asFunction())
                .toList();
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElse("");
    }

    private static ChatCompletionCreateParams say(String model, String text) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(text)
                .build();
    }
}
