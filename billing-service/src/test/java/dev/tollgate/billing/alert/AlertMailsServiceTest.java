package dev.tollgate.billing.alert;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.TestBooks.inner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.TestClock;
import dev.tollgate.billing.mail.MailRounds;
import dev.tollgate.billing.payment.MailProfile;
import dev.tollgate.local.mail.MailSink;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alerts as mails, by SMTP: once, after an outage of the mail server too, and so many a day.
@QuarkusTest
@TestProfile(AlertMailsServiceTest.ByHand.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AlertMailsServiceTest {
    private static final String EMAIL = "team@example.com";
    private static final String TARGETS = "/internal/v1/alert-targets";
    private static final int PER_DAY = 3;

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    @Inject
    Delivery delivery;

    @Inject
    MailRounds mailRounds;

    @TempDir
    private Path folder;

    private Stage stage;
    private MailSink sink;
    private String account;
    private Stage.Edge edge;

    @BeforeEach
    void setTheStage() {
        TestBooks.execute(pool, "DELETE FROM mail");
        stage = new Stage(pool);
        sink = MailSink.start(folder, MailProfile.smtpPort());
        account = stage.account(1_000_000 * TOKEN);
        edge = stage.edge();
        assertThat(target(EMAIL).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void endIt() {
        sink.close();
        clock.reset();
        stage.verify(account);
    }

    @Test
    void eachThresholdIsMailedOnceWithWhatWasSpent() {
        String limit = limit(Map.of("name", "team a"));
        spend(limit, 500);
        send();
        send();
        assertThat(mails()).hasSize(1).first().satisfies(mail -> assertThat(mail)
                .contains("From: tollgate@localhost", "To: " + EMAIL, "Subject: 50 % spent: team a")
                .contains("Account: " + account, "Limit: team a (" + limit + ")", "Threshold: 50 %")
                .contains("Spent: 0.0005 credits", "Amount: 0.001 credits"));
        spend(limit, 500);
        send();
        send();
        assertThat(subjects())
                .containsExactlyInAnyOrder("50 % spent: team a", "80 % spent: team a", "100 % spent: team a");
        assertThat(inner().get("/internal/v1/spend-alerts?account_id=" + account)
                        .jsonPath()
                        .getList("data.delivered"))
                .containsExactly(1, 1, 1);
    }

    @Test
    void aHandOverThatIsRepeatedMakesNoSecondMail() {
        spend(limit(Map.of()), 600);
        deliver();
        stage.sql(
                "UPDATE alert_delivery SET delivered_at = NULL, due_at = now() - interval '1 minute'"
                        + " WHERE alert_id IN (SELECT id FROM spend_alert WHERE account_id = $1)",
                account);
        send();
        assertThat(mails()).hasSize(1);
    }

    @Test
    void anAlertWaitsForTheMailServerAndIsSeenToWait() {
        sink.close();
        spend(limit(Map.of()), 600);
        send();
        assertThat(mails()).isEmpty();
        clock.moveBy(Duration.ofHours(2));
        assertThat(waits()).isBetween(7_000.0, 7_500.0);
        sink = MailSink.start(folder, MailProfile.smtpPort());
        send();
        assertThat(subjects()).hasSize(1);
        assertThat(waits()).isZero();
    }

    @Test
    void anAccountsAlertsMakeSoManyMailsADay() {
        spend(limit(Map.of("budget", true, "alert_at", List.of(10, 20, 30, 40, 50))), 500);
        send();
        assertThat(mails()).hasSize(PER_DAY);
        clock.moveBy(Duration.ofHours(23));
        send();
        assertThat(mails()).hasSize(PER_DAY);
        assertThat(problems()).containsOnly("the account had 3 mails within a day");
        clock.moveBy(Duration.ofHours(2));
        send();
        assertThat(mails()).hasSize(5);
        assertThat(problems()).isEmpty();
    }

    @Test
    void onlyAddressesAreTaken() {
        for (String wrong : List.of("team", "a@b@c", "a@example.com\r\nBcc: b@example.com", "<a@example.com>", " ")) {
            Response refused = target(wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(refused.jsonPath().getString("error.param")).as(wrong).isEqualTo("address");
        }
    }

    private Response target(String address) {
        return inner().body(Map.of("account_id", account, "kind", "email", "address", address))
                .post(TARGETS);
    }

    /// Of a thousand tokens, in total.
    private String limit(Map<String, ?> more) {
        Map<String, Object> command = new HashMap<>(more);
        command.put("account_id", account);
        command.put("amount", Long.toString(1000 * TOKEN));
        command.put("period", "total");
        return inner().body(command)
                .post("/internal/v1/spend-limits")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("id");
    }

    private void spend(String limit, long tokens) {
        stage.ship(edge, done(stage.subject(account, List.of(limit), 0), tokens));
    }

    private void deliver() {
        delivery.deliver().await().atMost(Duration.ofSeconds(60));
    }

    private void send() {
        deliver();
        mailRounds.send().await().atMost(Duration.ofSeconds(60));
    }

    private List<String> problems() {
        return stage
                .sql(
                        "SELECT DISTINCT d.problem FROM alert_delivery d JOIN spend_alert a ON a.id = d.alert_id"
                                + " WHERE a.account_id = $1 AND d.problem IS NOT NULL",
                        account)
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static double waits() {
        return inner().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tollgate_billing_mail_wait_seconds"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<String> mails() {
        return sink.mails().stream().map(AlertMailsServiceTest::read).toList();
    }

    private List<String> subjects() {
        return mails().stream()
                .map(mail -> mail.lines()
                        .filter(line -> line.startsWith("Subject: "))
                        .findFirst()
                        .orElseThrow()
                        .substring("Subject: ".length()))
                .toList();
    }

    private static String read(Path mail) {
        try {
            return Files.readString(mail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static final class ByHand extends MailProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("tollgate.billing.alert.deliver-every", "off");
            config.put("tollgate.billing.alert.mails-per-day-max", Integer.toString(PER_DAY));
            return config;
        }
    }
}
