package dev.tollgate.billing.chargeback;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.need;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.billing.ledger.Posting;
import dev.tollgate.billing.ledger.TransactionKind;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ChargebacksServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    Ledger ledger;

    @Inject
    Lots lots;

    private Stage stage;
    private Edge edge;
    private String account;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
        edge = stage.edge();
        account = "acct_" + UUID.randomUUID();
    }

    @Test
    void rule10AChargebackOf100After90WereUsedIsBookedAndFreezesTheAccount() {
        buy(100 * CREDIT);
        stage.ask(edge, account, need(90 * CREDIT));
        stage.ship(edge, done(stage.subject(account, 90 * CREDIT), 90_000_000));

        JsonPath credit = charge(100 * CREDIT, "dispute_1").jsonPath();

        assertThat(credit.getString("balance")).isEqualTo("0");
        assertThat(credit.getString("receivable")).isEqualTo(Long.toString(90 * CREDIT));
        assertThat(credit.getBoolean("frozen")).isTrue();
        // Stripe tells it again, and it is the same.
        assertThat(charge(100 * CREDIT, "dispute_1").statusCode()).isEqualTo(200);
        assertThat(stage.number("SELECT receivable FROM account WHERE id = $1", account))
                .isEqualTo(90 * CREDIT);
        assertThat(Objects.requireNonNull(stage.ask(edge, account, need(1)).refusal())
                        .reason())
                .isEqualTo(RefusalReason.ACCOUNT_FROZEN);
        stage.verify(account);
    }

    @Test
    void rule10AChargebackTakesOnlyWhatIsFreeAndPaidCreditBeforeGifts() {
        buy(100 * CREDIT);
        stage.gift(account, 20 * CREDIT);
        stage.ask(edge, account, need(30 * CREDIT));

        charge(100 * CREDIT, "dispute_2").then().statusCode(200);

        assertThat(stage.balance(account)).isEqualTo(30 * CREDIT);
        assertThat(stage.held(account)).isEqualTo(30 * CREDIT);
        assertThat(stage.number("SELECT receivable FROM account WHERE id = $1", account))
                .isEqualTo(10 * CREDIT);
        assertThat(stage.number("SELECT remaining FROM credit_lot WHERE account_id = $1 AND kind = 'gift'", account))
                .isEqualTo(20 * CREDIT);
        // What runs is paid from its hold, although the account is frozen.
        assertThat(stage.ship(edge, done(stage.subject(account, 30 * CREDIT), 1_000)))
                .containsExactly(Result.POSTED);
        assertThat(stage.balance(account)).isEqualTo(30 * CREDIT - 1_000 * TOKEN);
        stage.verify(account);
    }

    @Test
    void aChargebackToldTwentyTimesAtOnceCountsOnce() {
        buy(50 * CREDIT);
        assertThat(IntStream.range(0, 20).parallel().map(_ -> charge(10 * CREDIT, "dispute_3")
                        .statusCode()))
                .containsOnly(200);
        assertThat(stage.balance(account)).isEqualTo(40 * CREDIT);
        assertThat(charge(11 * CREDIT, "dispute_3").statusCode()).isEqualTo(409);
        stage.verify(account);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        assertThat(charge(0, "k").jsonPath().getString("error.param")).isEqualTo("amount");
        Response keyless = inner().body(Map.of("amount", "1")).post("/internal/v1/credit/a/chargebacks");
        assertThat(keyless.statusCode()).isEqualTo(400);
        assertThat(keyless.jsonPath().getString("error.param")).isEqualTo("idempotency_key");
    }

    /// Credit that was paid for.
    private void buy(long amount) {
        List<Posting> postings = List.of(Posting.toAccount(account, amount), Posting.to(Book.PURCHASES, -amount));
        pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(account))
                        .flatMap(_ -> ledger.open(tx, TransactionKind.TOP_UP, account))
                        .flatMap(opening -> ledger.post(tx, ((OpenedTransaction) opening).id(), postings))
                        .flatMap(_ -> lots.add(tx, account, Lots.Origin.PURCHASE, amount, null))
                        .flatMap(_ -> lots.settle(tx, List.of(account))))
                .await()
                .indefinitely();
    }

    private Response charge(long amount, String key) {
        return inner().body(Map.of("amount", Long.toString(amount), "idempotency_key", key, "reason", "dispute"))
                .post("/internal/v1/credit/" + account + "/chargebacks");
    }
}
