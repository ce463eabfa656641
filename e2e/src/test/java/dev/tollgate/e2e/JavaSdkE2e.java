package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// openai-java, against the running suite: what it parses, raises and retries.
class JavaSdkE2e {
    private final Suite suite = Suite.running();

    @Test
    void isSetUpByTheEnvironmentAlone() {
        System.setProperty("openai.baseUrl", suite.edge(1) + "/v1");
        System.setProperty("openai.apiKey", suite.customer(Suite.CREDIT, "").secret());
        try {
            ChatCompletion answer =
                    OpenAIOkHttpClient.fromEnv().chat().completions().create(params("gpt-4o"));
            assertThat(answer.choices().getFirst().message().content().orElse(""))
                    .isNotEmpty();
            assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
        } finally {
            System.clearProperty("openai.baseUrl");
            System.clearProperty("openai.apiKey");
        }
    }

    @Test
    void streams() {
        StringBuilder text = new StringBuilder();
        try (var stream = rich().chat().completions().createStreaming(params("demo"))) {
            stream.stream()
                    .forEach(chunk ->
                            chunk.choices().getFirst().delta().content().ifPresent(text::append));
        }
        assertThat(text.toString()).contains("Hello!");
    }

    @Test
    void toolCallsRoundTrip() {
        FunctionDefinition weather = FunctionDefinition.builder()
                .name("get_weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
        ChatCompletionCreateParams ask = ChatCompletionCreateParams.builder()
                .model("demo")
                .addUserMessage("What is the weather in Paris?")
                .addFunctionTool(weather)
                .build();
        var message =
                rich().chat().completions().create(ask).choices().getFirst().message();
        ChatCompletionMessageFunctionToolCall call =
                message.toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.function().name()).isEqualTo("get_weather");
        ChatCompletionCreateParams answer = ask.toBuilder()
                .addMessage(message)
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("18 degrees")
                        .build())
                .build();
        assertThat(rich().chat()
                        .completions()
                        .create(answer)
                        .choices()
                        .getFirst()
                        .message()
                        .content()
                        .orElse(""))
                .isNotEmpty();
    }

    @Test
    void visionPartsAreTaken() {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("gpt-4o")
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("Describe this image.")
                                .build()),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url("https://example.com/image.jpg")
                                        .build())
                                .build())))
                .build();
        assertThat(rich().chat().completions().create(params).choices()).hasSize(1);
    }

    @Test
    void errorsHaveTheSdksClasses() {
        OpenAIClient rich = rich();
        raises(NotFoundException.class, rich, params("no-such-model"));
        raises(
                BadRequestException.class,
                rich,
                params("demo").toBuilder().temperature(3.0).build());
        raises(InternalServerException.class, rich, params("fault-500"));
        raises(UnauthorizedException.class, client("sk-wrong", 0), params("demo"));
        raises(
                PermissionDeniedException.class,
                client(suite.customer(Suite.CREDIT, "\"models\":[\"demo\"]").secret(), 0),
                params("gpt-4o"));
        UnexpectedStatusCodeException poor = raises(
                UnexpectedStatusCodeException.class,
                client(suite.customer(0, "").secret(), 2),
                params("demo"));
        assertThat(poor.statusCode()).isEqualTo(402);
        OpenAIClient slow =
                client(suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":1}").secret(), 0);
        slow.chat().completions().create(params("demo"));
        RateLimitException limited = raises(RateLimitException.class, slow, params("demo"));
        assertThat(limited.headers().values("retry-after")).hasSize(1);
    }

    @Test
    void anErrorFrameInAStreamRaises() {
        try (var stream = rich().chat().completions().createStreaming(params("fault-error-frame"))) {
            assertThat(catchThrowableOfType(
                            SseException.class, () -> stream.stream().count()))
                    .isNotNull();
        }
    }

    /// One request at a time: the second is refused while the first streams, waits as it was told, and succeeds.
    @Test
    void itsOwnRetryAfterA429Succeeds() {
        String secret =
                suite.customer(Suite.CREDIT, "\"limits\":{\"concurrency\":1}").secret();
        try (var stream = client(secret, 0).chat().completions().createStreaming(params("demo-20ms-100w"))) {
            var chunks = stream.stream().iterator();
            chunks.next();
            raises(RateLimitException.class, client(secret, 0), params("demo"));
            var waiting = CompletableFuture.supplyAsync(
                    () -> client(secret, 5).chat().completions().create(params("demo")));
            chunks.forEachRemaining(chunk -> {});
            assertThat(waiting.join().choices()).hasSize(1);
        }
    }

    private OpenAIClient rich() {
        return client(suite.customer(10 * Suite.CREDIT, "").secret(), 0);
    }

    private OpenAIClient client(String secret, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(suite.edge(1) + "/v1")
                .apiKey(secret)
                .maxRetries(retries)
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private static <E extends OpenAIServiceException> E raises(
            Class<E> kind, OpenAIClient client, ChatCompletionCreateParams params) {
        E raised = catchThrowableOfType(kind, () -> client.chat().completions().create(params));
        assertThat(raised).as(kind.getSimpleName()).isNotNull();
        return raised;
    }

    private static ChatCompletionCreateParams params(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hello!")
                .build();
    }
}
