package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// The SDKs as their users run them. Where they are installed is told by `sdk.home`; without it these tests fail.
class SdkE2e {
    private static final String LIMITED = "\"limits\":{\"rpm\":3}";

    private final Suite suite = Suite.running();

    @Test
    void pythonSdkAndTheSeedsSamples() throws Exception {
        Path home = sdkHome();
        run(
                List.of(
                        home.resolve("python/bin/python").toString(),
                        "-m",
                        "pytest",
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        "."),
                Path.of("sdk/python"));
    }

    @Test
    void nodeSdkAndTheSeedsSamples() throws Exception {
        run(List.of("node", "--test"), sdkHome().resolve("node"));
    }

    @Test
    void javaSdkAnswersAndRaises() {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(suite.edge(1) + "/v1")
                .apiKey(suite.customer(Suite.CREDIT, "").secret())
                .maxRetries(0)
                .build();
        var answer = client.chat().completions().create(params("gpt-4o"));
        assertThat(answer.choices().getFirst().message().content().orElse("")).isNotEmpty();
        try (var stream = client.chat().completions().createStreaming(params("demo"))) {
            assertThat(stream.stream().count()).isGreaterThan(2);
        }
        Assertions.assertThatThrownBy(() -> client.chat().completions().create(params("no-such-model")))
                .isInstanceOf(NotFoundException.class);
        OpenAIClient stranger = OpenAIOkHttpClient.builder()
                .baseUrl(suite.edge(1) + "/v1")
                .apiKey("sk-wrong")
                .maxRetries(0)
                .build();
        Assertions.assertThatThrownBy(() -> stranger.chat().completions().create(params("demo")))
                .isInstanceOf(UnauthorizedException.class);
    }

    private static ChatCompletionCreateParams params(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hello!")
                .build();
    }

    private static Path sdkHome() {
        String home = System.getProperty("sdk.home", "");
        assertThat(home)
                .as("-Dsdk.home: run ./tollgate test, which installs the SDKs")
                .isNotEmpty();
        return Path.of(home);
    }

    private void run(List<String> command, Path folder) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "OPENAI_BASE_URL", suite.edge(1) + "/v1",
                        "OPENAI_API_KEY", suite.customer(10 * Suite.CREDIT, "").secret(),
                        "POOR_API_KEY", suite.customer(0, "").secret(),
                        "LIMITED_API_KEY", suite.customer(Suite.CREDIT, LIMITED).secret(),
                        "NODE_LIMITED_API_KEY",
                                suite.customer(Suite.CREDIT, LIMITED).secret(),
                        "PYTHONDONTWRITEBYTECODE", "1"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
