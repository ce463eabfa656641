package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import dev.tollgate.local.fake.bedrock.BedrockFake;
import dev.tollgate.local.fake.vertex.DemoServiceAccount;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bedrock and Vertex as they are called: signed, or with a token that is minted; by the relay, from fakes that
/// check both.
class SignedAndMintedTest extends DispatchRig {
    private static final String PROJECT = "/vertex/v1/projects/p/locations/l";
    private static DemoProvider provider;

    @BeforeAll
    static void startProvider() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
    }

    @AfterAll
    static void stopProvider() {
        provider.close();
    }

    @BeforeEach
    void ask() {
        ask(false);
    }

    private void ask(boolean stream) {
        asked = ChatRequests.parsed("{\"model\":\"public\",\"max_tokens\":50,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"one two three four [cached:4]\"}]}");
    }

    /// By their names, as the dispatcher's other tests know theirs.
    @Override
    List<ProviderAdapter> adapters() {
        try {
            Object bedrock = Class.forName("dev.tollgate.edge.provider.bedrock.BedrockAdapter")
                    .getConstructor()
                    .newInstance();
            Object vertexes = Class.forName("dev.tollgate.edge.provider.vertex.RealVertex")
                    .getMethod("adapter", Vertx.class)
                    .invoke(null, vertx);
            return List.of((ProviderAdapter) bedrock, (ProviderAdapter) vertexes);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String at(String path) {
        return provider.baseUrl().resolve(path).toString();
    }

    private static String account() {
        return DemoServiceAccount.json(at("/vertex/token"));
    }

    private Target target(String kind, String model, String secret, int priority) {
        String base = at(kind.equals("bedrock") ? "/bedrock" : PROJECT);
        Catalogue.Provider at = new Catalogue.Provider(kind, kind, base, onClientGone, timeouts, false);
        Catalogue.Deployment deployment =
                new Catalogue.Deployment("d" + priority, kind, "public", model, 1, priority, null, null, true);
        return new Target(deployment, at, secret, timeouts, null);
    }

    private Target of(String kind, String model) {
        return target(kind, model, kind.equals("bedrock") ? BedrockFake.CREDENTIAL : account(), 0);
    }

    @ParameterizedTest
    @CsvSource({
        "bedrock,amazon.nova-lite-v1:0",
        "bedrock,arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
        "vertex,gemini-2.0-flash",
        "vertex,claude-3-5-haiku-20241022",
    })
    void aPlainAnswerAndAStreamSayAndCountTheSame(String kind, String model) {
        route = List.of(of(kind, model));
        open();
        HttpResponse<String> plain = call();
        assertThat(plain.statusCode()).as(plain.body()).isEqualTo(200);
        assertThat(plain.body()).contains("You said: one two three four").contains("\"model\":\"public\"");
        Quantities usage = report().usage();
        ask(true);
        HttpResponse<String> stream = call();
        assertThat(stream.body()).contains(" three").endsWith(DONE);
        assertThat(usage).isNotNull().isEqualTo(report().usage());
        assertThat(Objects.requireNonNull(usage).get(UsageClass.CACHED_INPUT)).isEqualTo(4);
    }

    @Test
    void aKeyOfWhichNoTokenIsMintedFallsBack() {
        String unknown = account().replace("tollgate@demo", "nobody@demo");
        route = List.of(
                target("vertex", "gemini-2.0-flash", unknown, 0),
                target("bedrock", "amazon.nova-lite-v1:0", BedrockFake.CREDENTIAL, 1));
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("401", "ok");
    }

    @Test
    void whereNoneIsLeftItIsA503ThatShowsNothing() {
        String unknown = account().replace("tollgate@demo", "nobody@demo");
        route = List.of(
                target("vertex", "gemini-2.0-flash", unknown, 0),
                target("bedrock", "amazon.nova-lite-v1:0", BedrockFake.CREDENTIAL + "-not", 1));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("upstream_error")
                .doesNotContain("nobody")
                .doesNotContain("AKIA");
        assertThat(report().attempts()).extracting(Attempt::result).containsExactly("401", "403");
    }

    @Test
    void aStreamThatBreaksOffEndsWithAnErrorAndNoDone() {
        ask(true);
        route = List.of(of("bedrock", "fault-error-frame"));
        open();
        assertThat(call().body())
                .contains("\"content\"")
                .contains("upstream_error")
                .doesNotContain("[DONE]");
    }

    @Test
    void whatIsNoFrameIsA502() {
        ask(true);
        route = List.of(of("bedrock", "fault-bad-json"));
        open();
        assertThat(call().statusCode()).isEqualTo(502);
    }
}
