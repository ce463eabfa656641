package dev.tollgate.edge.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.edge.key.AuthOutcome.Authenticated;
import dev.tollgate.edge.key.AuthOutcome.Unavailable;
import dev.tollgate.edge.peers.AuthStub;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Auth goes and comes, in seconds instead of minutes: TTL 1 s, 300 ms when unheard, grace 4 s.
@QuarkusTest
@TestProfile(KeyProfiles.InSeconds.class)
class AuthOutageServiceTest {
    @Inject
    Authenticator authenticator;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    private AuthStub auth;
    private String secret;

    @BeforeEach
    void start() {
        breakers.resetAll();
        auth = new AuthStub(authUrl);
        secret = Keys.secret();
        auth.put(KeyFormat.hash(secret), Keys.context("key_" + UUID.randomUUID()));
        await().until(() -> auth.polls() > 1);
        assertThat(authenticate(secret)).isInstanceOf(Authenticated.class);
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    @Test
    void refreshesInTheBackgroundWhileInUseAndNeverWaits() {
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Future<AuthOutcome> outcome = ask(secret);
                    assertThat(outcome.isComplete()).isTrue();
                    return auth.introspections() >= 4;
                });
    }

    @Test
    void letsKnownKeysWorkThroughAnOutageForTheGraceAndUnknownOnesWait() {
        long down = System.nanoTime();
        auth.close();
        String stranger = Keys.secret();
        await().during(Duration.ofMillis(2_500)).atMost(Duration.ofSeconds(4)).until(() -> {
            assertThat(authenticate(stranger)).isInstanceOf(Unavailable.class);
            return authenticate(secret) instanceof Authenticated;
        });
        await().atMost(Duration.ofSeconds(4)).until(() -> authenticate(secret) instanceof Unavailable);
        assertThat(Duration.ofNanos(System.nanoTime() - down))
                .isBetween(Duration.ofMillis(3_500), Duration.ofSeconds(8));
    }

    @Test
    void letsAKeyWorkThatWasNotInUseWhenAuthWentDown() {
        long used = System.nanoTime();
        auth.close();
        await().until(() -> System.nanoTime() - used > 1_500_000_000L);
        assertThat(authenticate(secret)).isInstanceOf(Authenticated.class);
        assertThat(ask(secret).isComplete()).isTrue();
    }

    @Test
    void worksAgainWhenAuthIsBack() {
        auth.failIntrospectionsWith(500);
        await().until(() -> authenticate(secret) instanceof Unavailable);
        auth.failIntrospectionsWith(200);
        await().atMost(Duration.ofSeconds(5)).until(() -> authenticate(secret) instanceof Authenticated);
    }

    @Test
    void rule12WhenNeitherChannelIsHeardVerdictsAgeSoonerAndAMetricSaysSo() {
        auth.failChangesWith(500);
        await().until(() ->
                RestAssured.get("/q/metrics").asString().contains("tollgate_feed_stale{peer=\"auth\"} 1.0"));
        authenticate(secret);
        int before = auth.introspections();
        await().atMost(Duration.ofMillis(900)).until(() -> {
            authenticate(secret);
            return auth.introspections() > before + 1;
        });
    }

    private Future<AuthOutcome> ask(String key) {
        return authenticator.authenticate("Bearer " + key, "192.0.2.1", "r-1");
    }

    private AuthOutcome authenticate(String key) {
        try {
            return ask(key).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
