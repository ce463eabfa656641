package dev.tollgate.edge.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.oneOf;

import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.change.ChangeKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PeersProfile.class)
class AuthPeerServiceTest {
    private static final String HASH = KeyFormat.hash("sk-test");
    private static final Duration WAIT = Duration.ofSeconds(5);

    @Inject
    AuthPeer auth;

    @Inject
    EdgeIdentity identity;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    private AuthStub stub;

    @BeforeEach
    void start() {
        stub = new AuthStub(authUrl);
        breakers.resetAll();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void sendsTheTokenTheEdgeAndTheRequestId() {
        identity.become("edge-7");
        assertThat(auth.introspect(HASH, "request-1").await().atMost(WAIT).key())
                .isNull();
        assertThat(stub.violations()).isEmpty();
        assertThat(stub.edges()).containsExactly("edge-7");
        assertThat(stub.requestIds()).containsExactly("request-1");
    }

    @Test
    void leavesTheRequestIdOutWhenThereIsNone() {
        auth.introspect(HASH, null).await().atMost(WAIT);
        assertThat(stub.requestIds()).isEmpty();
    }

    @Test
    void readsNothingNewAsEmpty() {
        assertThat(auth.changes(0).await().atMost(WAIT)).isEmpty();
        stub.commit(ChangeKind.KEY, "key_1", false, () -> {});
        assertThat(auth.changes(0).await().atMost(WAIT))
                .hasValueSatisfying(page -> assertThat(page.revision()).isEqualTo(1));
    }

    @Test
    void retriesOnceWhenThePeerIsInTrouble() {
        stub.failIntrospectionsWith(500);
        assertThatThrownBy(() -> auth.introspect(HASH, null).await().atMost(WAIT))
                .isInstanceOf(PeerFailure.Unavailable.class);
        assertThat(stub.introspections()).isEqualTo(2);
    }

    @Test
    void doesNotRepeatWhatThePeerRefused() {
        assertThatThrownBy(() -> auth.introspect("not a hash", null).await().atMost(WAIT))
                .isInstanceOf(PeerFailure.Refused.class);
        assertThat(stub.introspections()).isEqualTo(1);
    }

    @Test
    void stopsAskingAPeerThatFails() {
        stub.failIntrospectionsWith(500);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> auth.introspect(HASH, null).await().atMost(WAIT))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(stub.introspections()).isBetween(10, 12);
        assertThat(metric("tollgate_peer_breaker_state{peer=\"auth\"}")).isEqualTo("2.0");
    }

    @Test
    void completesOnTheContextThatAsked() throws Exception {
        CompletableFuture<Boolean> same = new CompletableFuture<>();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> {
            Future<?> answer = PeerCalls.start(auth.introspect(HASH, null));
            answer.onComplete(
                    done -> same.complete(done.succeeded() && io.vertx.core.Vertx.currentContext() == context));
        });
        assertThat(same.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isReadyButForRoutingAndBillingWithoutRedisAndAuth() {
        stub.close();
        await().untilAsserted(() -> RestAssured.get("/q/health/ready")
                .then()
                .body("checks.findAll { it.status == 'DOWN' }.name", everyItem(oneOf("catalogue", "journal"))));
    }

    private static String metric(String name) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }
}
