package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rule 12 with its channels broken: messages that are lost, and an edge that hears nothing at all.
class ChannelRulesE2e {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String BODY = Ask.plain("demo", "Hello!", 32);

    private final Suite suite = Suite.running();

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void rule12ARevocationIsSeenWithinASecondThoughRedisIsCutOff() {
        Suite.Customer customer = knownToEdge2();
        suite.lines().redis().cut();
        revokedWithinASecond(customer);
    }

    @Test
    void rule12ARevocationIsSeenWithinASecondThoughItsMessageIsLost() {
        Suite.Customer customer = knownToEdge2();
        suite.lines().redis().silence();
        revokedWithinASecond(customer);
    }

    @Test
    void rule12AnEdgeThatHearsNothingSaysSoAndTakesInWhatItMissed() {
        Suite.Customer revoked = knownToEdge2();
        Suite.Customer kept = knownToEdge2();
        suite.lines().redis().cut();
        suite.lines().auth().silence();
        suite.manage("POST", "/keys/" + revoked.keyId() + "/revoke", "{\"end_streams\":false}");
        await("neither channel is heard for 5 s")
                .atMost(Duration.ofSeconds(12))
                .until(() -> suite.metrics("edge-2").sum("tollgate_feed_stale", "peer=\"auth\"") == 1);
        assertThat(suite.metrics("edge-2").sum("tollgate_feed_age_seconds", "peer=\"auth\""))
                .isGreaterThan(5);
        assertThat(suite.metrics("edge").sum("tollgate_feed_stale", "peer=\"auth\""))
                .isZero();
        assertThat(suite.ask(2, kept.secret(), BODY).statusCode())
                .as("known keys go on")
                .isEqualTo(200);
        suite.lines().auth().mend();
        await("what was missed is heard by the poll alone")
                .atMost(Duration.ofSeconds(4))
                .until(() -> suite.ask(2, revoked.secret(), BODY).statusCode() == 401);
        assertThat(suite.metrics("edge-2").sum("tollgate_feed_stale", "peer=\"auth\""))
                .isZero();
        assertThat(suite.ask(2, kept.secret(), BODY).statusCode()).isEqualTo(200);
    }

    private Suite.Customer knownToEdge2() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        assertThat(suite.ask(2, customer.secret(), BODY).statusCode()).isEqualTo(200);
        return customer;
    }

    private void revokedWithinASecond(Suite.Customer customer) {
        suite.manage("POST", "/keys/" + customer.keyId() + "/revoke", "{\"end_streams\":false}");
        await().atMost(A_SECOND)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> suite.ask(2, customer.secret(), BODY).statusCode() == 401);
    }
}
