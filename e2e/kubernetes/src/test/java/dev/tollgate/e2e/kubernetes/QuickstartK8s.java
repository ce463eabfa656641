package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a reader of the README does on an empty cluster.
class QuickstartK8s {
    private static final Duration WITHIN = Duration.ofMinutes(8);

    @Test
    void theReadmesCommandsLeadToAWorkingCurlAndTheSdkGetsAStream() {
        Suite.NAMESPACE.delete();
        Suite.forget();
        List<String> blocks = Readme.commands(Checkout.read(Checkout.HOME.resolve("README.md")), "Kubernetes");
        assertThat(blocks).as("the README's section on Kubernetes has commands").isNotEmpty();
        assertThat(blocks.getFirst()).contains("kubectl apply -k deploy/kubernetes/overlays/quickstart");

        Kubectl.Outcome outcome = Readme.run(blocks, WITHIN);

        assertThat(outcome.succeeded())
                .as("%s%n%s%n%s", outcome.out(), outcome.err(), Suite.NAMESPACE.troubles())
                .isTrue();
        assertThat(outcome.out()).as("the curl's answer").contains("\"chat.completion");

        Suite suite = Suite.found();
        assertThat(Suite.NAMESPACE.pods().stream().filter(pod -> !pod.owner().equals("Job")))
                .allMatch(Namespace.Pod::ready);
        String words = Ask.words("hello", 20);
        assertThat(streamed(suite, words)).contains(words);
        suite.verifyLedger();
    }

    /// What the SDK of OpenAI makes of a streamed answer.
    static String streamed(Suite suite, String text) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .apiKey(suite.demoKey())
                .baseUrl(suite.edge() + "/v1")
                .build();
        ChatCompletionCreateParams ask = ChatCompletionCreateParams.builder()
                .model("demo-20ms")
                .addUserMessage(text)
                .build();
        AtomicInteger chunks = new AtomicInteger();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ask)) {
            String all = stream.stream()
                    .peek(chunk -> chunks.incrementAndGet())
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
            assertThat(chunks).as("it came in pieces").hasValueGreaterThan(10);
            return all;
        } finally {
            client.close();
        }
    }
}
