package dev.tollgate.billing.payment;

import static dev.tollgate.billing.TestBooks.inner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.billing.ledger.Posting;
import dev.tollgate.billing.ledger.TransactionKind;
import dev.tollgate.local.fake.stripe.FakeStripe;
import dev.tollgate.local.fake.stripe.FakeStripeSettings;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plays a customer, Stripe, and the post between Stripe and billing, which the tests shuffle as they like.
final class PaymentStage implements AutoCloseable {
    static final long CREDIT = 1_000_000_000L;
    static final String CARD = "4242424242424242";

    final FakeStripe stripe = FakeStripe.start(
            new FakeStripeSettings(StripeProfile.KEY, List.of(StripeProfile.SECRET), null, null), StripeProfile.port());
    final String account = TestBooks.newAccount();
    private final Pool pool;
    private final Ledger ledger;
    private final Lots lots;
    private boolean closed;
    private final Set<String> delivered = new HashSet<>();

    PaymentStage(Pool pool, Ledger ledger, Lots lots) {
        this.pool = pool;
        this.ledger = ledger;
        this.lots = lots;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stripe.close();
        }
    }

    /// Opens a page for so many credits by card and gives the payment.
    JsonPath checkout(long credits) {
        return checkout(Map.of("credits", Long.toString(credits * CREDIT)))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    Response checkout(Map<String, Object> command) {
        return inner().body(command).post("/internal/v1/payments/accounts/" + account + "/checkouts");
    }

    /// Opens a page and pays it; nothing is delivered yet.
    String pay(long credits) {
        JsonPath payment = checkout(credits);
        stripe.pay(session(payment), CARD);
        return payment.getString("id");
    }

    /// Pays, and all that Stripe tells is delivered.
    String buy(long credits) {
        String id = pay(credits);
        deliverAll();
        return id;
    }

    static String session(JsonPath payment) {
        String url = payment.getString("checkout_url");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /// Events that were not delivered yet, oldest first.
    List<ObjectNode> waiting() {
        return stripe.events().stream()
                .filter(event -> !delivered.contains(event.path("id").asText()))
                .toList();
    }

    ObjectNode event(String type) {
        return stripe.events().reversed().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    void deliverAll() {
        for (ObjectNode event : waiting()) {
            assertThat(deliver(event).statusCode())
                    .as(event.path("type").asText())
                    .isEqualTo(200);
        }
    }

    /// As Stripe would now.
    Response deliver(ObjectNode event) {
        delivered.add(event.path("id").asText());
        return post(
                event.toString(), stripe.sign(event.toString(), Instant.now().getEpochSecond()));
    }

    static Response post(String body, @Nullable String signature) {
        var call = inner().contentType("application/json; charset=utf-8").body(body);
        return (signature == null ? call : call.header("stripe-signature", signature))
                .post("/internal/v1/payments/webhooks/stripe");
    }

    JsonPath credit() {
        return inner().get("/internal/v1/credit/" + account).jsonPath();
    }

    /// In whole credits.
    long balance() {
        return Long.parseLong(credit().getString("balance")) / CREDIT;
    }

    JsonPath payment(String id) {
        return inner().get("/internal/v1/payments/accounts/" + account + "/" + id)
                .jsonPath();
    }

    String intent(String paymentId) {
        return text("SELECT intent_ref FROM payment WHERE id = $1", paymentId);
    }

    /// Credit is used: booked as what leaves an account by itself.
    void spend(long credits) {
        List<Posting> postings =
                List.of(Posting.toAccount(account, -credits * CREDIT), Posting.to(Book.EXPIRED, credits * CREDIT));
        String reference = UUID.randomUUID().toString();
        pool.withTransaction(tx -> ledger.lock(tx, List.of(account))
                        .flatMap(_ -> ledger.open(tx, TransactionKind.EXPIRY, reference))
                        .flatMap(opening -> ledger.post(tx, ((OpenedTransaction) opening).id(), postings))
                        .flatMap(_ -> lots.settle(tx, List.of(account))))
                .await()
                .indefinitely();
    }

    long number(String sql, Object... values) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(values))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    String text(String sql, Object... values) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(values))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }

    long entries(String kind) {
        return number(
                "SELECT count(DISTINCT t.id) FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id"
                        + " WHERE t.kind = $1 AND t.id IN (SELECT transaction_id FROM ledger_entry WHERE account_id = $2)",
                kind,
                account);
    }

    /// Asks for a refund and approves it.
    String refund(@Nullable Long credits) {
        Map<String, Object> command = credits == null ? Map.of() : Map.of("credits", Long.toString(credits * CREDIT));
        String id = inner().body(command)
                .post("/internal/v1/payments/accounts/" + account + "/refunds")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("id");
        inner().post("/internal/v1/refunds/" + id + "/approve").then().statusCode(200);
        return id;
    }

    Response setAutoTopUp(String card, long threshold, long credits, long cap) {
        return inner().body(Map.of(
                        "enabled",
                        true,
                        "threshold",
                        Long.toString(threshold * CREDIT),
                        "credits",
                        Long.toString(credits * CREDIT),
                        "monthly_cap",
                        cap,
                        "payment_method",
                        card))
                .put(autoTopUpPath());
    }

    String autoTopUpPath() {
        return "/internal/v1/payments/accounts/" + account + "/auto-top-up";
    }

    /// Buys 100 credits by a card that is kept, and gives the card.
    String buyAndSave(String number) {
        JsonPath payment = checkout(Map.of("amount", 1200, "save_card", true)).jsonPath();
        stripe.pay(session(payment), number);
        deliverAll();
        return inner().get("/internal/v1/payments/accounts/" + account + "/methods")
                .jsonPath()
                .getString("[0].id");
    }

    JsonPath refundView(String id) {
        return inner().get("/internal/v1/refunds/" + id).jsonPath();
    }

    /// All books agree.
    static void verify() {
        assertThat(TestBooks.verified().difference()).isNull();
    }
}
