package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What one edge learns of a deployment, the other one heeds.
class SharedHealthE2e {
    private static final Duration PROMISED = Duration.ofSeconds(1);

    private final Suite suite = Suite.running();

    /// The fake asks to be left alone for two seconds.
    @Test
    void aCooldownThatOneEdgeMeetsIsKeptByTheOtherWithinASecond() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        await().atMost(Duration.ofSeconds(60)).until(() -> metric("tollgate_edge_deployments_unhealthy ") == 0);
        double before = metric("tollgate_edge_attempts_total");

        assertThat(suite.ask(1, customer.secret(), Suite.hello("fault-429")).statusCode())
                .isEqualTo(503);

        await().atMost(PROMISED)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> metric("tollgate_edge_deployments_unhealthy ") > 0);
        assertThat(suite.ask(2, customer.secret(), Suite.hello("fault-429")).statusCode())
                .isEqualTo(503);
        assertThat(metric("tollgate_edge_attempts_total")).isEqualTo(before);
    }

    /// The second edge's, summed over its labels.
    private double metric(String name) {
        URI edge = Objects.requireNonNull(suite.services().get("edge-2"));
        return suite.send(HttpRequest.newBuilder(edge.resolve("/q/metrics"))
                        .header("Accept", "text/plain")
                        .build())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
