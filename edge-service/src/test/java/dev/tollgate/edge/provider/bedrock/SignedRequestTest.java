package dev.tollgate.edge.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import dev.tollgate.local.fake.bedrock.BedrockFake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signed requests, at a server that computes the signature itself.
class SignedRequestTest {
    private static final String ASK = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static DemoProvider provider;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    private static UpstreamRequest signed(String model, String credential) {
        String base = provider.baseUrl().resolve("/bedrock").toString();
        Upstream upstream = new Upstream(base, model, credential, 40L, 4_096, Map.of());
        return switch (new BedrockAdapter().translate(ChatRequests.parsed(ASK), upstream)) {
            case Translation.Translated(UpstreamRequest request) -> request;
            case Translation.Unsupported unsupported -> throw new AssertionError(unsupported.toString());
        };
    }

    private static HttpResponse<String> sent(UpstreamRequest request, String body) throws Exception {
        HttpRequest.Builder post =
                HttpRequest.newBuilder(URI.create(request.url())).POST(HttpRequest.BodyPublishers.ofString(body));
        request.headers().forEach(post::header);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(post.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amazon.nova-lite-v1:0",
                "us.anthropic.claude-sonnet-4-20250514-v1:0",
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0"
            })
    void aSignatureHoldsWhateverTheModelIsCalled(String model) throws Exception {
        UpstreamRequest request = signed(model, BedrockFake.CREDENTIAL);
        HttpResponse<String> answer = sent(request, request.body().toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("You said: hi");
    }

    @Test
    void aBodyThatWasChangedIsNotWhatWasSigned() throws Exception {
        UpstreamRequest request = signed("amazon.nova-lite-v1:0", BedrockFake.CREDENTIAL);
        HttpResponse<String> answer = sent(request, request.body().toString().replace("hi", "ho"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("InvalidSignatureException");
    }

    @Test
    void anotherSecretSignsInVain() throws Exception {
        UpstreamRequest request = signed("amazon.nova-lite-v1:0", BedrockFake.CREDENTIAL + "-not");
        assertThat(sent(request, request.body().toString()).statusCode()).isEqualTo(403);
    }
}
