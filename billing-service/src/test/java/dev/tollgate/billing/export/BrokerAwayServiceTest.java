package dev.tollgate.billing.export;

import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.export.Topic.Heard;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.KafkaNode;
import dev.tollgate.local.testing.KafkaResource;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Billing starts, and books, without its broker; what is booked waits, is seen to wait, and goes out once the broker
/// is there.
@QuarkusTest
@TestProfile(BrokerAwayServiceTest.Hasty.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(
        value = KafkaResource.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "running", value = "false"))
class BrokerAwayServiceTest {
    private static final int RECORDS = 30;

    @Inject
    Pool pool;

    @SuppressWarnings("NullAway.Init")
    KafkaNode kafka;

    @Test
    void billingStartsAndBooksAndExportsOnceTheBrokerIsThere() {
        Stage stage = new Stage(pool);
        Edge edge = stage.edge();
        String account = stage.account(1_000_000_000L);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            UsageFrame frame = done(stage.subject(account, 0), 10);
            ids.add(frame.requestId());
            assertThat(stage.ship(edge, frame)).containsExactly(Result.POSTED);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(metric("tollgate_export_waiting")).isEqualTo(RECORDS);
            assertThat(metric("tollgate_export_age_seconds")).isPositive();
            assertThat(metric("tollgate_export_failures_total")).isPositive();
        });
        given().get("/q/health/ready").then().statusCode(200);
        stage.verify(account);

        kafka.start();
        Topic topic = Topic.on(kafka, "tollgate.usage");
        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(metric("tollgate_export_waiting")).isZero();
            assertThat(metric("tollgate_export_age_seconds")).isZero();
        });
        assertThat(Heard.ofAccount(topic.all(), account)).isEqualTo(ids);
        assertThat(metric("tollgate_export_sent_total")).isGreaterThanOrEqualTo(RECORDS);
    }

    private static double metric(String name) {
        Matcher line = Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE)
                .matcher(inner().get("/q/metrics").asString());
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /// Fails early and tries again soon.
    public static final class Hasty implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tollgate.billing.export.every", "200ms",
                    "tollgate.billing.export.measure-every", "200ms",
                    "tollgate.billing.export.deliver-within", "2s",
                    "tollgate.billing.export.lease", "4s",
                    "tollgate.billing.export.pause", "100ms");
        }
    }
}
