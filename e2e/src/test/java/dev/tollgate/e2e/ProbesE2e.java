package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.local.stack.StackProcess;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Probes are red for the reasons that docs/operations.md gives, and for no other.
class ProbesE2e {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Suite suite = Suite.running();

    @AfterEach
    void allIsWellAgain() {
        for (String name : new String[] {"postgres", "redis", "billing", "console", "edge-2"}) {
            StackProcess process = suite.stack().process(name);
            process.start();
            process.awaitReady(SOON);
        }
        await().atMost(SOON).until(() -> red("ready").isEmpty());
    }

    @Test
    void allAreGreenInARunningSuite() {
        for (String probe : new String[] {"live", "ready", "started"}) {
            suite.services().forEach((service, url) -> {
                HttpResponse<String> answer = probe(url, probe);
                assertThat(answer.statusCode()).as(service + " " + probe).isEqualTo(200);
                assertThat(Suite.json(answer.body()).get("status").textValue()).isEqualTo("UP");
            });
        }
    }

    @Test
    void withoutRedisOnlyRatelimitIsNotReady() {
        suite.stack().process("redis").stop();
        await().atMost(SOON).until(() -> red("ready").equals(Set.of("ratelimit")));
        assertThat(red("live")).isEmpty();
        assertThat(red("started")).isEmpty();
    }

    @Test
    void withoutPostgresThoseThatLiveByItAreNotReadyAndTheRestGoesOn() {
        suite.stack().process("postgres").stop();
        await().atMost(SOON).until(() -> red("ready").equals(Set.of("auth", "batch", "billing")));
        assertThat(red("live")).isEmpty();
        assertThat(red("started")).isEmpty();
    }

    /// Leases, catalogue and prices that an edge has are enough to serve by; one that has none must not be sent
    /// requests.
    @Test
    void withoutBillingAnEdgeThatRunsIsReadyAndAFreshOneIsNot() {
        suite.stack().process("billing").stop();
        suite.stack().process("edge-2").restart();
        await().atMost(SOON).until(() -> red("started").equals(Set.of("billing")));
        await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> red("ready")
                .equals(Set.of("billing", "edge-2")));
        assertThat(Suite.json(suite.readiness("edge-2").body()).get("checks"))
                .filteredOn(check -> check.get("status").textValue().equals("DOWN"))
                .extracting(check -> check.get("name").textValue())
                .containsExactlyInAnyOrder("journal", "catalogue");
    }

    @ParameterizedTest
    @CsvSource({"routing,catalogue", "billing,price list"})
    void withoutACatalogueThereIsNothingToServe(String service, String check) {
        Map<String, String> nowhere = Map.of("TOLLGATE_CATALOGUE", "/nowhere/catalogue.yaml");
        try (Pod pod = new Pod(suite, service, Pod.Database.empty(suite), nowhere)) {
            await().atMost(SOON).until(pod::isListening);
            await().during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .until(() -> pod.probe("ready").statusCode() == 503);
            assertThat(Suite.json(pod.probe("ready").body()).get("checks"))
                    .filteredOn(one -> one.get("status").textValue().equals("DOWN"))
                    .extracting(one -> one.get("name").textValue())
                    .containsExactly(check);
            assertThat(pod.probe("live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aProcessThatIsNotThereAnswersNoProbe() {
        suite.stack().process("console").stop();
        assertThat(suite.stack().process("console").pid()).isEqualTo(-1);
        assertThat(red("started")).containsExactly("console");
        assertThat(red("live")).containsExactly("console");
    }

    private Set<String> red(String probe) {
        Set<String> red = new TreeSet<>();
        for (Map.Entry<String, URI> service : suite.services().entrySet()) {
            try {
                if (probe(service.getValue(), probe).statusCode() != 200) {
                    red.add(service.getKey());
                }
            } catch (UncheckedIOException e) {
                red.add(service.getKey());
            }
        }
        return red;
    }

    private HttpResponse<String> probe(URI service, String probe) {
        return suite.send(HttpRequest.newBuilder(service.resolve("/q/health/" + probe))
                .timeout(Duration.ofSeconds(10))
                .build());
    }
}
