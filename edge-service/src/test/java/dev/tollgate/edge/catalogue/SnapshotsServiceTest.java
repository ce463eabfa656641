package dev.tollgate.edge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.error.NotNow;
import dev.tollgate.edge.peers.AuthStub;
import dev.tollgate.edge.peers.BillingPeer;
import dev.tollgate.edge.peers.RoutingPeer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// One life of an edge, from before its first snapshot through an outage. Ordered, as a snapshot never goes away.
@QuarkusTest
@TestProfile(SnapshotsServiceTest.Peers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnapshotsServiceTest {
    private static final String SECRET = KeyFormat.write(new byte[32]);
    private static final KeyContext KEY = new KeyContext(
            "k",
            "a",
            "g",
            KeyStatus.ACTIVE,
            AccountStatus.ACTIVE,
            null,
            List.of(),
            null,
            List.of(),
            RateLimits.NONE,
            RateLimits.NONE,
            List.of());

    public static final class Peers implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.rest-client.auth.url", "http://127.0.0.1:" + AuthStub.freePort(),
                    "quarkus.rest-client.routing.url", "http://127.0.0.1:" + AuthStub.freePort(),
                    "quarkus.rest-client.billing.url", "http://127.0.0.1:" + AuthStub.freePort(),
                    "quarkus.redis.hosts", "redis://127.0.0.1:" + AuthStub.freePort());
        }
    }

    @Inject
    Snapshots snapshots;

    @Inject
    RoutingPeer routingPeer;

    @Inject
    BillingPeer billingPeer;

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    @ConfigProperty(name = "quarkus.rest-client.routing.url")
    String routingUrl;

    @ConfigProperty(name = "quarkus.rest-client.billing.url")
    String billingUrl;

    private final List<PartStub> stubs = new ArrayList<>();

    @AfterEach
    void closesStubs() {
        stubs.forEach(PartStub::close);
    }

    @Test
    @Order(1)
    void isNotReadyBeforeBothHalvesOfOneFileAreHere() {
        PartStub routing = routing();
        routing.publish("v1", catalogue("v1", "file-1", "old"));

        await().until(() -> routing.bodies() == 1);
        RestAssured.get("/q/health/ready").then().statusCode(503);
        assertThat(snapshots.ready()).isFalse();
        assertThatThrownBy(snapshots::current).isInstanceOf(NotNow.class);
        try (AuthStub auth = new AuthStub(authUrl)) {
            auth.put(KeyFormat.hash(SECRET), KEY);
            theModelsAreNotKnownYet("GET", "/v1/models", "\"code\":\"service_unavailable\"");
            theModelsAreNotKnownYet("GET", "/v1/models/old", "\"code\":\"service_unavailable\"");
            theModelsAreNotKnownYet("POST", "/v1/chat/completions", "\"code\":\"service_unavailable\"");
            theModelsAreNotKnownYet("POST", "/v1/explain", "\"code\":\"service_unavailable\"");
            theModelsAreNotKnownYet("POST", "/v1/messages", "\"type\":\"overloaded_error\"");
            theModelsAreNotKnownYet("POST", "/v1/messages/count_tokens", "\"type\":\"overloaded_error\"");
        }

        PartStub billing = billing();
        billing.publish("p1", prices("p1", "file-1", "old"));

        await().atMost(Duration.ofSeconds(3)).until(snapshots::ready);
        assertThat(snapshots.current().version()).isEqualTo("v1");
        assertThat(RestAssured.get("/q/health/ready")
                        .jsonPath()
                        .getString("checks.find { it.name == 'catalogue' }.status"))
                .isEqualTo("UP");
    }

    @Test
    @Order(2)
    void rule11ANewModelIsNeitherListedNorRoutableBeforeItsPriceListIsHere() {
        PartStub routing = routing();
        PartStub billing = billing();
        routing.publish("v1", catalogue("v1", "file-1", "old"));
        billing.publish("p1", prices("p1", "file-1", "old"));
        int before = routing.bodies();

        routing.publish("v2", catalogue("v2", "file-2", "old", "new"));
        await().until(() -> routing.bodies() > before && snapshots.waiting());

        assertThat(snapshots.current().version()).isEqualTo("v1");
        assertThat(route("new")).isInstanceOf(RouteOutcome.UnknownModel.class);
        assertThat(metric("tollgate_catalogue_waiting")).isEqualTo("1.0");

        billing.publish("p2", prices("p2", "file-2", "old", "new"));
        await().atMost(Duration.ofSeconds(1))
                .until(() -> snapshots.current().version().equals("v2"));
        assertThat(route("new")).isInstanceOf(RouteOutcome.Routed.class);
        assertThat(metric("tollgate_catalogue_waiting")).isEqualTo("0.0");
        assertThat(metric("tollgate_catalogue_models_unpriced")).isEqualTo("0.0");
        assertThat(metric("tollgate_catalogue_price_version")).isEqualTo("1.0");
    }

    @Test
    @Order(3)
    void keepsTheLastSnapshotThroughAnOutageAndTakesWhatChangedMeanwhile() {
        Snapshot before = snapshots.current();
        await().during(Duration.ofMillis(1_200)).until(() -> snapshots.current() == before && snapshots.ready());
        assertThat(route("new")).isInstanceOf(RouteOutcome.Routed.class);

        PartStub routing = routing();
        PartStub billing = billing();
        routing.publish("v3", catalogue("v3", "file-3", "newest"));
        billing.publish("p3", prices("p3", "file-3", "newest"));

        await().atMost(Duration.ofSeconds(3))
                .until(() -> snapshots.current().version().equals("v3"));
        assertThat(route("new")).isInstanceOf(RouteOutcome.UnknownModel.class);
        assertThat(snapshots.current().listed(KEY, System.currentTimeMillis()))
                .extracting(ListedModel::id)
                .containsExactly("newest");
    }

    @Test
    @Order(4)
    void asksConditionally() {
        PartStub routing = routing();
        PartStub billing = billing();
        routing.publish("v4", catalogue("v4", "file-4", "m"));
        billing.publish("p4", prices("p4", "file-4", "m"));
        Duration most = Duration.ofSeconds(5);

        assertThat(routingPeer.catalogue("v4").await().atMost(most)).isEmpty();
        assertThat(routingPeer.catalogue("v3").await().atMost(most)).contains(catalogue("v4", "file-4", "m"));
        assertThat(billingPeer.priceList("p4").await().atMost(most)).isEmpty();
        assertThat(billingPeer.priceList(null).await().atMost(most)).contains(prices("p4", "file-4", "m"));
    }

    @Test
    @Order(5)
    void aModelBesideTheFileIsRoutableOnceADraftPricesItThoughTheFileStaysTheSame() {
        PartStub routing = routing();
        PartStub billing = billing();
        routing.publish("v5", catalogue("v5", "file-5", "m"));
        billing.publish("p5", prices("p5", "file-5", "m"));
        // The stubs of the test before are gone: a breaker that noticed lets nothing through for a while.
        await().atMost(Duration.ofSeconds(15))
                .until(() -> snapshots.current().version().equals("v5"));

        routing.publish("v6", catalogue("v6", "file-5", "m", "managed"));
        await().atMost(Duration.ofSeconds(1))
                .until(() -> snapshots.current().version().equals("v6"));
        assertThat(snapshots.waiting()).isFalse();
        assertThat(route("managed")).isInstanceOf(RouteOutcome.UnknownModel.class);
        assertThat(route("m")).isInstanceOf(RouteOutcome.Routed.class);

        billing.publish("p6", prices("p6", "file-5", "m", "managed"));
        await().atMost(Duration.ofSeconds(1)).until(() -> route("managed") instanceof RouteOutcome.Routed);

        routing.publish("v7", catalogue("v7", "file-5", "m"));
        await().atMost(Duration.ofSeconds(1)).until(() -> route("managed") instanceof RouteOutcome.UnknownModel);
    }

    /// A kept connection's other end does not ask whether the edge is ready.
    private static void theModelsAreNotKnownYet(String method, String path, String said) {
        RequestSpecification asking = RestAssured.given().header("Authorization", "Bearer " + SECRET);
        String body = "{\"model\":\"old\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        Response answer = method.equals("GET")
                ? asking.get(path)
                : asking.contentType("application/json").body(body).post(path);
        assertThat(answer.statusCode()).as(path + answer.asString()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.asString()).contains(said).contains("The models are not known yet.");
    }

    private RouteOutcome route(String model) {
        return snapshots.current().route(model, KEY, System.currentTimeMillis());
    }

    private PartStub routing() {
        return stub(routingUrl, InternalPaths.CATALOGUE, ChangeKind.CATALOGUE);
    }

    private PartStub billing() {
        return stub(billingUrl, InternalPaths.PRICE_LIST, ChangeKind.PRICE_LIST);
    }

    private PartStub stub(String url, String path, ChangeKind kind) {
        PartStub stub = new PartStub(URI.create(url).getPort(), path, kind);
        stubs.add(stub);
        return stub;
    }

    private static Catalogue catalogue(String version, String fileHash, String... models) {
        Catalogue.Provider provider = new Catalogue.Provider(
                "p",
                "openai",
                "https://p.example/v1",
                Catalogue.OnClientGone.CANCEL,
                Catalogue.Timeouts.DEFAULT,
                false);
        List<Catalogue.Model> all = Arrays.stream(models)
                .map(id -> new Catalogue.Model(
                        id, List.of(), "o", 1_000, 100, 10, List.of("chat"), RateLimits.NONE, null, 1))
                .toList();
        List<Catalogue.Deployment> deployments = Arrays.stream(models)
                .map(id -> new Catalogue.Deployment("d-" + id, "p", id, id, 1, 0, null, null, false))
                .toList();
        Catalogue.Group group = new Catalogue.Group("g", List.of("*"), RateLimits.NONE);
        return new Catalogue(version, fileHash, List.of(provider), all, deployments, List.of(group));
    }

    private static PriceList prices(String hash, String fileHash, String... models) {
        Map<UsageClass, Long> five =
                Arrays.stream(UsageClass.values()).collect(Collectors.toMap(Function.identity(), c -> 5L));
        List<PriceList.ModelPrice> prices = Arrays.stream(models)
                .map(id -> new PriceList.ModelPrice(id, "g", List.of(new PriceList.Tier(0, five))))
                .toList();
        return new PriceList(hash, fileHash, List.of(new PriceList.Version(1, 0, prices, List.of())));
    }

    private static String metric(String name) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }
}
