package dev.tollgate.edge.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import dev.tollgate.local.fake.vertex.DemoServiceAccount;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens by Google's own library, from a server that checks the assertion's signature and claims.
class GoogleMinterTest {
    private static final String BODY = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
    private static DemoProvider provider;
    private static Vertx vertx;
    private static GoogleMinter minter;
    private static String base;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        vertx = Vertx.vertx();
        minter = new GoogleMinter(vertx);
        base = provider.baseUrl().resolve("/vertex").toString();
    }

    @AfterAll
    static void stop() {
        minter.close();
        vertx.close();
        provider.close();
    }

    private static Throwable refused(String credential) {
        try {
            throw new AssertionError(mint(credential).toString());
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    private static Minter.Minted mint(String credential) {
        Future<Minter.Minted> minting = minter.mint(base, credential);
        return minting.toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aTokenOpensWhatItIsFor() throws Exception {
        Minter.Minted minted = mint(DemoServiceAccount.json(base + "/token"));
        assertThat(minted.expires())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(55)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(status(minted.token())).isEqualTo(200);
        assertThat(status("another")).isEqualTo(401);
    }

    @Test
    void aKeyThatIsNotKnownIsRefused() {
        String other = DemoServiceAccount.json(base + "/token").replace("tollgate@demo", "nobody@demo");
        assertThat(refused(other)).isInstanceOf(Minter.Refused.class).hasMessageContaining("400");
    }

    @Test
    void whatIsNoKeyIsRefusedAndNotShown() {
        String broken = DemoServiceAccount.json(base + "/token").replaceAll("MII\\w+", "s3cret");
        assertThat(refused(broken)).isInstanceOf(Minter.Refused.class).hasMessageNotContaining("s3cret");
        assertThat(refused("{\"type\":\"service_account\"")).isInstanceOf(Minter.Refused.class);
    }

    /// Some of these run programs, or read files.
    @Test
    void otherKindsOfCredentialsAreRefused() {
        String external = DemoServiceAccount.json(base + "/token").replace("service_account", "external_account");
        assertThat(refused(external)).isInstanceOf(Minter.Refused.class);
    }

    @Test
    void aServerThatIsAwayIsNoRefusal() {
        String elsewhere = "http://127.0.0.1:1";
        Future<Minter.Minted> minting = minter.mint(elsewhere, DemoServiceAccount.json(elsewhere + "/token"));
        assertThat(minting.toCompletionStage()
                        .toCompletableFuture()
                        .handle((minted, failure) -> failure)
                        .join())
                .isNotNull()
                .isNotInstanceOf(Minter.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://oauth2.googleapis.com/token,true",
        "https://accounts.google.com/o/oauth2/token,true",
        "https://us-central1-aiplatform.googleapis.com/token,true",
        "http://oauth2.googleapis.com/token,false",
        "https://oauth2.googleapis.com:8443/token,false",
        "https://oauth2.googleapis.com.example/token,false",
        "https://oauth2.googleapis.com@10.0.0.1/token,false",
        "http://169.254.169.254/computeMetadata/v1,false",
        "http://127.0.0.1:9999/token,false",
        "http://proxy.example:8080/token,true",
        "file:///etc/passwd,false",
        "'',false",
    })
    void tokensAreHadFromGoogleOrFromWhereTheProviderIs(String tokenUri, boolean allowed) {
        String key = "{\"type\":\"service_account\",\"token_uri\":\"" + tokenUri + "\"}";
        assertThat(ServiceAccount.isAllowed(key, "http://proxy.example:8080/v1/projects/p/locations/l"))
                .isEqualTo(allowed);
    }

    private static int status(String token) throws Exception {
        String url = base + "/v1/projects/p/locations/l/publishers/google/models/gemini-2.0-flash:generateContent";
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + token)
                                    .POST(HttpRequest.BodyPublishers.ofString(BODY))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
