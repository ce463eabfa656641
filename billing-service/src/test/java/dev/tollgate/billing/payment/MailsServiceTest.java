package dev.tollgate.billing.payment;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.payment.PaymentStage.CARD;
import static dev.tollgate.billing.payment.PaymentStage.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.TestClock;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.mail.MailRounds;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What customers are told, by SMTP: once, only what was booked, and after an outage of the mail server too.
@QuarkusTest
@TestProfile(MailProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class MailsServiceTest {
    private static final String EMAIL = "pay@example.com";

    @Inject
    Pool pool;

    @Inject
    Ledger ledger;

    @Inject
    Lots lots;

    @Inject
    TestClock clock;

    @Inject
    AutoTopUps autoTopUps;

    @Inject
    AutoTopUpRepository settings;

    @Inject
    MailRounds mailRounds;

    @TempDir
    private Path folder;

    private PaymentStage stage;
    private MailSink sink;

    @BeforeEach
    void begin() {
        TestBooks.execute(pool, "DELETE FROM mail");
        stage = new PaymentStage(pool, ledger, lots);
        sink = MailSink.start(folder, MailProfile.smtpPort());
        assertThat(contact(EMAIL).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void end() {
        clock.reset();
        sink.close();
        stage.close();
        PaymentStage.verify();
    }

    @Test
    void aTopUpIsReceiptedOnce() {
        String payment = stage.buy(100);
        stage.stripe.events().forEach(stage::deliver);
        send();
        send();
        assertThat(mails()).hasSize(1).first().satisfies(mail -> assertThat(mail)
                .contains("From: tollgate@localhost", "To: " + EMAIL, "Subject: Receipt: 100 credits")
                .containsPattern("(?i)Message-ID: <[0-9]+\\.[0-9]+@tollgate>")
                .contains("Payment: " + payment, "Credits bought: 100", "Paid: 12.00 USD by card"));
        assertThat(mails().getFirst().split("(?i)message-id:")).hasSize(2);
    }

    @Test
    void nobodyIsToldWhatWasNotBooked() {
        stage.pay(100);
        TestBooks.execute(
                pool,
                "CREATE FUNCTION break_late() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'half-way'; END $$");
        TestBooks.execute(
                pool, "CREATE TRIGGER late BEFORE UPDATE ON payment_event FOR EACH ROW EXECUTE FUNCTION break_late()");
        try {
            assertThat(stage.deliver(stage.event("checkout.session.completed")).statusCode())
                    .isEqualTo(500);
        } finally {
            TestBooks.execute(pool, "DROP TRIGGER late ON payment_event");
            TestBooks.execute(pool, "DROP FUNCTION break_late");
        }
        send();
        assertThat(mails()).isEmpty();
        stage.deliver(stage.event("checkout.session.completed"));
        send();
        assertThat(mails()).hasSize(1);
    }

    @Test
    void refundsAreToldWhenTheyAreDoneDeniedOrComeBack() {
        stage.buy(100);
        String request = stage.refund(30L);
        stage.deliverAll();
        String denied = ask(40);
        inner().body(Map.of("note", "Used against our terms"))
                .post("/internal/v1/refunds/" + denied + "/deny")
                .then()
                .statusCode(200);
        stage.stripe.failRefund(stage.text("SELECT provider_ref FROM refund WHERE request_id = $1", request));
        stage.deliverAll();
        send();
        assertThat(subjects())
                .containsExactly(
                        "Receipt: 100 credits",
                        "Refund of 3.60 USD",
                        "Your refund was denied",
                        "Refund of 3.60 USD did not go through");
        assertThat(mails().get(2)).contains("Reason: Used against our terms");
    }

    @Test
    void aDeclinedAutomaticTopUpIsTold() {
        String card = stage.buyAndSave("4000000000000341");
        stage.setAutoTopUp(card, 500, 20, 2400);
        autoTopUps.round().await().indefinitely();
        stage.deliverAll();
        send();
        assertThat(subjects()).containsExactly("Receipt: 100 credits", "Your automatic top-up failed");
        assertThat(mails().get(1)).contains("Amount: 2.40 USD", "Reason: generic_decline");
    }

    /// And it keeps none of the others waiting: it is not looked at before the month is over or the cap is raised.
    @Test
    void aCapThatIsReachedIsToldOnceAMonth() {
        String card = stage.buyAndSave(CARD);
        stage.setAutoTopUp(card, 500, 20, 240);
        round();
        round();
        round();
        assertThat(stage.balance()).isEqualTo(120);
        assertThat(settings.due(clock.instant(), 100).await().indefinitely())
                .extracting(AutoTopUp::accountId)
                .doesNotContain(stage.account);
        send();
        assertThat(subjects())
                .containsExactly(
                        "Receipt: 100 credits",
                        "Receipt: 20 credits",
                        "Your automatic top-ups reached their monthly cap");
        stage.setAutoTopUp(card, 500, 20, 480);
        round();
        assertThat(stage.balance()).isEqualTo(140);
        round();
        clock.moveTo(AutoTopUp.monthAfter(Instant.now()).plusSeconds(60));
        autoTopUps.round().await().indefinitely();
        clock.reset();
        stage.deliverAll();
        assertThat(stage.balance()).isEqualTo(160);
    }

    @Test
    void aMailWaitsForItsServer() {
        stage.buy(100);
        sink.close();
        send();
        assertThat(waiting()).isEqualTo(1);
        sink = MailSink.start(folder, MailProfile.smtpPort());
        send();
        assertThat(mails()).as("not again at once").isEmpty();
        clock.moveBy(Duration.ofMinutes(2));
        send();
        assertThat(mails()).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void aMailIsGivenUpAfterDaysAndForgottenAfterAMonth() {
        stage.buy(100);
        sink.close();
        clock.moveBy(Duration.ofDays(4));
        send();
        assertThat(waiting()).isZero();
        assertThat(stage.number("SELECT count(*) FROM mail")).isEqualTo(1);
        clock.moveBy(Duration.ofDays(30));
        send();
        assertThat(stage.number("SELECT count(*) FROM mail")).isZero();
        sink = MailSink.start(folder, MailProfile.smtpPort());
    }

    @Test
    void whoNamesNobodyIsNotWrittenTo() {
        assertThat(contact(null).jsonPath().getString("email")).isNull();
        stage.buy(100);
        send();
        assertThat(mails()).isEmpty();
        assertThat(contact(EMAIL).jsonPath().getString("email")).isEqualTo(EMAIL);
        assertThat(inner().get(contactPath()).jsonPath().getString("email")).isEqualTo(EMAIL);
    }

    @Test
    void onlyAddressesAreTaken() {
        for (String wrong : List.of(
                "pay",
                "pay@",
                "@example.com",
                "a@b@c",
                "a b@example.com",
                "a@example.com\r\nBcc: b@example.com",
                "a@example.com,b@example.com",
                "<a@example.com>",
                "a@-",
                " ")) {
            Response answer = contact(wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.jsonPath().getString("error.param")).as(wrong).isEqualTo("email");
        }
    }

    @Test
    void aSmallRefundIsApprovedByRuleButNotOfAFrozenAccount() {
        stage.buy(100);
        assertThat(stage.refundView(ask(20)).getString("status")).isEqualTo("approved");
        assertThat(stage.refundView(ask(21)).getString("status")).isEqualTo("requested");
        TestBooks.execute(pool, "UPDATE account SET frozen = true WHERE id = '" + stage.account + "'");
        String frozen = ask(20);
        assertThat(stage.refundView(frozen).getString("status")).isEqualTo("requested");
        assertThat(inner().get("/internal/v1/refunds?limit=100").jsonPath().<String>getList("data.id"))
                .contains(frozen);
        stage.deliverAll();
    }

    private String ask(long credits) {
        return inner().body(Map.of("credits", Long.toString(credits * CREDIT)))
                .post("/internal/v1/payments/accounts/" + stage.account + "/refunds")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("id");
    }

    private String contactPath() {
        return "/internal/v1/billing-contacts/" + stage.account;
    }

    private Response contact(@Nullable String email) {
        Map<String, Object> command = new HashMap<>();
        command.put("email", email);
        return inner().body(command).put(contactPath());
    }

    private void round() {
        autoTopUps.round().await().indefinitely();
        stage.deliverAll();
    }

    private void send() {
        mailRounds.send().await().atMost(Duration.ofSeconds(60));
    }

    private long waiting() {
        return stage.number("SELECT count(*) FROM mail WHERE next_try_at IS NOT NULL");
    }

    private List<String> mails() {
        return sink.mails().stream().map(MailsServiceTest::read).toList();
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
}
