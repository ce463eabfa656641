package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The journal of an edge that was scaled away with usage which billing does not have: shipped by a process that
/// does nothing else.
class OrphanJournalE2e {
    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void whatAnEdgeLeftIsShippedByAProcessThatOnlyShips() {
        Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "");
        suite.ask(2, customer.secret(), Suite.hello("demo"));
        await().until(() -> books.records(customer).size() == 1);
        suite.lines().billing().silence();
        List<String> answered = IntStream.range(0, 5)
                .mapToObj(i -> suite.ask(2, customer.secret(), Suite.hello("demo"))
                        .headers()
                        .firstValue("x-request-id")
                        .orElseThrow())
                .toList();
        suite.process("edge-2").kill();
        suite.lines().billing().mend();
        assertThat(books.records(customer)).hasSize(1);
        assertThat(books.held(customer)).isPositive();

        try (ServiceProcess tooShort = ship(Map.of(
                "TOLLGATE_BILLING_URL", "http://127.0.0.1:1",
                "TOLLGATE_EDGE_SHIP_TIMEOUT", "2s",
                "TOLLGATE_EDGE_JOURNAL_DRAIN_GRACE", "1s"))) {
            assertThat(tooShort.exitCode()).as(tooShort.log()).isEqualTo(1);
            assertThat(tooShort.log()).contains("not all of").doesNotContain("Listening on: http");
        }
        try (ServiceProcess shipper = ship(Map.of())) {
            assertThat(shipper.exitCode()).as(shipper.log()).isZero();
            assertThat(shipper.log()).contains("billing has all of").doesNotContain("Listening on: http");
        }
        assertThat(books.records(customer))
                .extracting(record -> record.get("id").textValue())
                .containsAll(answered)
                .hasSize(6);
        assertThat(books.held(customer)).as("the successor closed the epoch").isZero();
        books.verify();
    }

    @Test
    void anEdgeThatRunsKeepsItsJournalToItself() {
        try (ServiceProcess shipper = ship(Map.of())) {
            assertThat(shipper.exitCode()).isEqualTo(1);
            assertThat(shipper.log()).contains("is in use by another edge");
        }
        assertThat(suite.readiness("edge-2").statusCode()).isEqualTo(200);
    }

    private ServiceProcess ship(Map<String, String> more) {
        Path journal = suite.journal(2).directory();
        Map<String, String> environment = new HashMap<>();
        environment.put("TOLLGATE_EDGE_MODE", "ship");
        environment.put("QUARKUS_HTTP_HOST_ENABLED", "false");
        environment.put("TOLLGATE_EDGE_JOURNAL_DIR", journal.toAbsolutePath().toString());
        environment.put(
                "TOLLGATE_EDGE_UPLOAD_DIR",
                journal.resolveSibling("uploads").toAbsolutePath().toString());
        environment.put("TOLLGATE_INTERNAL_TOKENS", suite.stack().internalToken());
        environment.put("TOLLGATE_MASTER_KEYS", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        environment.put("TOLLGATE_BILLING_URL", suite.stack().url("billing").toString());
        environment.putAll(more);
        return new ServiceProcess("edge-service", environment);
    }
}
