package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.e2e.Metrics.Family;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The metrics that are documented are the metrics that there are, after traffic of every kind.
/// `-Dgolden.update=true` writes the table anew, for the difference to be reviewed.
class MetricsE2e {
    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
    private static final String BEGIN = "<!-- table: written by MetricsE2e -->\n";
    private static final String END = "<!-- end of table -->";
    private static final Pattern IDENTIFIER =
            Pattern.compile("sk-|[0-9a-f]{8}-[0-9a-f]{4}-|[0-9A-Za-z]{20,}|@|https?:|\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final int VALUES_MAX = 64;
    /// One for each route or guarded method of a service, never one for each path: as many as its code has.
    private static final int CODE_MAX = 400;

    private static final Set<String> SEEN = Set.of(
            "tollgate_edge_deployment_state",
            "tollgate_edge_deployment_error_ratio",
            "tollgate_edge_deployment_first_byte_seconds");

    private static final Set<String> OF_CODE = Set.of("uri", "method");

    private final Suite suite = Suite.running();

    @Test
    void theTableInTheDocumentIsWhatTheServicesTell() throws IOException {
        traffic();
        // What edges have seen of deployments is shown every few seconds.
        await().atMost(Duration.ofSeconds(20)).until(() -> Objects.requireNonNull(
                        scrape("tollgate_edge_deployment_").get("edge"))
                .keySet()
                .containsAll(SEEN));
        String told = table(scrape("tollgate_"));
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + told + document.substring(to));
        } else {
            assertThat(document.substring(from, to)).isEqualTo(told);
        }
    }

    @Test
    void noLabelNamesAKeyAnAccountOrARequest() {
        Suite.Customer customer = traffic();
        scrape("").forEach((service, families) -> families.values()
                .forEach(family -> family.labels().forEach((label, values) -> {
                    String where = service + " " + family.name() + "{" + label + "}";
                    assertThat(values).as(where).hasSizeLessThan(OF_CODE.contains(label) ? CODE_MAX : VALUES_MAX);
                    assertThat(values)
                            .as(where)
                            .doesNotContain(customer.account(), customer.keyId(), customer.secret());
                    if (family.name().startsWith("tollgate_")) {
                        assertThat(values)
                                .as(where)
                                .noneMatch(value -> IDENTIFIER.matcher(value).find());
                    }
                })));
    }

    /// One of each: plain, streamed, free, failed, refused for each reason, small and large limits, management.
    private Suite.Customer traffic() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        Suite.Customer small = suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":1}");
        Suite.Customer large = suite.customer(Suite.CREDIT, "\"limits\":{\"rpm\":6000,\"tpm\":10000000}");
        for (int edge = 1; edge <= 2; edge++) {
            ask(edge, customer, Suite.hello("demo"), 200);
            ask(edge, customer, stream("demo"), 200);
            ask(edge, customer, Suite.hello("demo-free"), 200);
            ask(edge, customer, Suite.hello("fault-500"), 503);
            ask(edge, customer, Suite.hello("no-such-model"), 404);
            ask(edge, customer, "{", 400);
            ask(edge, large, Suite.hello("demo"), 200);
            assertThat(suite.ask(edge, "sk-wrong", Suite.hello("demo")).statusCode())
                    .isEqualTo(401);
        }
        ask(1, small, Suite.hello("demo"), 200);
        ask(2, small, Suite.hello("demo"), 429);
        ask(1, suite.customer(0, ""), Suite.hello("demo"), 402);
        suite.manage("GET", "/accounts/" + customer.account(), null);
        assertThat(tell(
                        "POST",
                        "/api/v1/sessions",
                        "application/json",
                        "{\"login\":\"no@example.com\",\"password\":\"wrong\"}"))
                .isEqualTo(401);
        assertThat(tell("POST", "/webhooks/stripe", "application/json", "{}")).isEqualTo(400);
        assertThat(tell("POST", "/reports/csp", "application/csp-report", "{}")).isEqualTo(204);
        assertThat(tell("GET", "/api/v1/usage/live?account_id=" + customer.account(), "application/json", null))
                .isEqualTo(200);
        return customer;
    }

    /// @return the console's status
    private int tell(String method, String path, String type, @Nullable String body) {
        return suite.sendBriefly(HttpRequest.newBuilder(
                                suite.stack().consoleUrl().resolve(path))
                        .header("Authorization", "Bearer " + suite.stack().adminToken())
                        .header("Content-Type", type)
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build())
                .statusCode();
    }

    private void ask(int edge, Suite.Customer customer, String body, int status) {
        assertThat(suite.ask(edge, customer.secret(), body).statusCode()).isEqualTo(status);
    }

    private static String stream(String model) {
        return "{\"model\":\"" + model
                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";
    }

    /// The families of each service; two edges are one service.
    private Map<String, Map<String, Family>> scrape(String prefix) {
        Map<String, Map<String, Family>> services = new TreeMap<>();
        suite.services().forEach((process, url) -> {
            String text = suite.send(HttpRequest.newBuilder(url.resolve(URI.create("/q/metrics")))
                            .header("Accept", "text/plain")
                            .build())
                    .body();
            Map<String, Family> known =
                    services.computeIfAbsent(process.replaceFirst("-\\d+$", ""), name -> new TreeMap<>());
            Metrics.parse(text, prefix)
                    .forEach((name, family) -> known.merge(name, family, (one, other) -> {
                        other.labels().forEach((label, values) -> one.labels().merge(label, values, (a, b) -> {
                            a.addAll(b);
                            return a;
                        }));
                        return one;
                    }));
        });
        return services;
    }

    private static String table(Map<String, Map<String, Family>> services) {
        List<String> rows = new ArrayList<>();
        rows.add("| service | name | type | labels | unit | meaning |");
        rows.add("|---|---|---|---|---|---|");
        services.forEach((service, families) -> families.values()
                .forEach(family -> rows.add("| " + service + " | `"
                        + family.name() + "` | " + family.type() + " | " + labels(family) + " | " + family.unit()
                        + " | "
                        + family.help() + " |")));
        return String.join("\n", rows) + "\n";
    }

    private static String labels(Family family) {
        return String.join(
                ", ",
                family.labels().keySet().stream().map(name -> "`" + name + "`").toList());
    }
}
