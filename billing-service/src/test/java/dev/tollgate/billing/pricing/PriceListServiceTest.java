package dev.tollgate.billing.pricing;

import static dev.tollgate.billing.TestBooks.execute;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.number;
import static dev.tollgate.billing.TestBooks.replicaPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.change.Changes;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PriceListServiceTest.WithCatalogue.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PriceListServiceTest {
    @Inject
    Pool pool;

    @Inject
    PricePublisher publisher;

    @Inject
    Changes changes;

    @Inject
    PricingConfig config;

    @Inject
    AuditLog audit;

    @ConfigProperty(name = "tollgate.billing.pricing.catalogue")
    Path catalogue;

    /// Rules 11, played through: an addition at once, a rise with notice, a comment with a new hash only.
    @Test
    void aPriceRiseReachesEveryEdgeBeforeItCounts() throws IOException {
        PriceList first = publish("a", 10);
        PriceList.Version inForce = first.versions().stream()
                .filter(version -> version.effectiveFrom() <= System.currentTimeMillis())
                .reduce((_, later) -> later)
                .orElseThrow();
        assertThat(inForce.prices().stream().filter(price -> price.model().equals("a")))
                .singleElement()
                .satisfies(price -> assertThat(price.tiers().getFirst().nanosPerMillion())
                        .hasSize(UsageClass.values().length)
                        .containsEntry(UsageClass.INPUT, 10_000_000_000L));

        long before = System.currentTimeMillis();
        PriceList raised = publish("a", 11);
        assertThat(raised.versions()).hasSize(first.versions().size() + 1);
        assertThat(raised.versions().getLast().effectiveFrom()).isGreaterThanOrEqualTo(before + 60_000);
        assertThat(raised.hash()).isNotEqualTo(first.hash());

        long revision = number(pool, "SELECT value FROM revision");
        PriceList commented = publish("a", 11, "# a comment\n");
        assertThat(commented.versions()).isEqualTo(raised.versions());
        assertThat(commented.fileHash()).isNotEqualTo(raised.fileHash());
        assertThat(commented.hash()).isNotEqualTo(raised.hash());
        Response feed = inner().get("/internal/v1/changes?since=" + revision);
        assertThat(feed.jsonPath().getList("changes.kind")).contains("PRICE_LIST");
        assertThat(feed.jsonPath().getList("changes.id")).contains(commented.hash());
    }

    @Test
    void aBadFileLeavesThePricesBefore() throws IOException {
        PriceList good = publish("b", 10);
        write("models:\n  - {id: b, prices: {input: cheap, output: 1}}\n");
        Awaitility.await()
                .until(() -> inner().get("/q/metrics").asString().contains("tollgate_billing_price_problems 1"));
        assertThat(list()).isEqualTo(good);
        publish("b", 12);
        assertThat(inner().get("/q/metrics").asString()).contains("tollgate_billing_price_problems 0");
    }

    @Test
    void anUnchangedListIsNotSentAgain() throws IOException {
        PriceList list = publish("c", 10);
        String tag = '"' + list.hash() + '"';
        Response same = inner().header("If-None-Match", tag).get("/internal/v1/price-list");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(inner().header("If-None-Match", "\"other\"")
                        .get("/internal/v1/price-list")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyVersionStaysReadable() throws IOException {
        PriceList list = publish("d", 10);
        PriceList.Version version = list.versions().getLast();
        Response answer = inner().get("/internal/v1/price-list/versions/" + version.version());
        assertThat(answer.as(PriceList.Version.class)).isEqualTo(version);
        assertThat(inner().get("/internal/v1/price-list/versions/999999").statusCode())
                .isEqualTo(404);
        assertThatThrownBy(() -> execute(pool, "UPDATE price_version SET compiled = '{}'"))
                .hasMessageContaining("append only");
        assertThatThrownBy(() -> execute(pool, "DELETE FROM price_version")).hasMessageContaining("append only");
    }

    @Test
    void isReadyOnceThereIsAList() throws IOException {
        publish("e", 1);
        assertThat(inner().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void rule11TwoReplicasMakeOneVersionOfOneFileAndKnowEachOthers() throws IOException {
        publish("f", 10);
        Pool second = replicaPool();
        try {
            PublishedPrices others = new PublishedPrices(new SimpleMeterRegistry());
            PricePublisher other = new PricePublisher(
                    second,
                    new PriceVersionRepository(second, new ObjectMapper()),
                    new PriceFileRepository(new ObjectMapper()),
                    new DraftRepository(new ObjectMapper()),
                    others,
                    changes,
                    config,
                    audit);
            byte[] file =
                    "models:\n  - {id: f, prices: {input: 11, output: 20}}\ngroups:\n  - {id: default, models: ['*']}\n"
                            .getBytes(StandardCharsets.UTF_8);
            Reading.Read read = (Reading.Read) CatalogueReader.read(file);
            long before = number(pool, "SELECT count(*) FROM price_version");
            IntStream.range(0, 8).parallel().forEach(i -> (i % 2 == 0 ? publisher : other)
                    .publish(read, Instant.now())
                    .await()
                    .indefinitely());
            assertThat(number(pool, "SELECT count(*) FROM price_version")).isEqualTo(before + 1);
            PriceList newer = publish("f", 12);
            other.catchUp(Instant.now()).await().indefinitely();
            assertThat(others.newestVersion())
                    .isEqualTo(newer.versions().getLast().version());
        } finally {
            second.close().await().indefinitely();
        }
    }

    private PriceList publish(String model, int input) throws IOException {
        return publish(model, input, "");
    }

    private PriceList publish(String model, int input, String comment) throws IOException {
        String file = comment
                + "models:\n  - {id: %s, prices: {input: %d, output: 20}}\n".formatted(model, input)
                + "groups:\n  - {id: default, models: ['*']}\n";
        write(file);
        String hash = CatalogueReader.hash(file.getBytes(StandardCharsets.UTF_8));
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> inner().get("/internal/v1/price-list").statusCode() == 200
                        && list().fileHash().equals(hash));
        return list();
    }

    private static PriceList list() {
        return inner().get("/internal/v1/price-list").as(PriceList.class);
    }

    private void write(String file) throws IOException {
        Files.writeString(catalogue, file);
    }

    public static final class WithCatalogue implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file = Files.createTempFile("catalogue", ".yaml");
                return Map.of("tollgate.billing.pricing.catalogue", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
