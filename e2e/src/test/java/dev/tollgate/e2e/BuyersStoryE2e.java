package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Awaitility.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A buyer's story from the first cent to the last: credit is bought, used up by calls of the OpenAI SDK, each call
/// explained by a receipt, what is left is paid back, and the month's statement adds up to all of it. Whatever a
/// customer does, the account's owner does here, who logged in; the operator approves the refund.
class BuyersStoryE2e {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long BOUGHT = 5 * Suite.CREDIT;
    private static final long CENTS_A_CREDIT = 12;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final Person buyer = Person.owner(suite);
    private final YearMonth month = YearMonth.now(ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void whatWasBoughtIsUsedOrPaidBackAndEveryPaperAddsUpToIt() throws Exception {
        topUp();
        JsonNode key = buyer.manage("POST", "/keys", "{\"account_id\":\"" + buyer.account() + "\",\"name\":\"boats\"}");
        String secret = key.get("secret").textValue();
        List<JsonNode> calls = callUntilRefused(secret);
        List<ObjectNode> receipts = new ArrayList<>();
        for (JsonNode call : calls) {
            receipts.add(verified(call, secret));
        }
        assertForgeriesAreFound(receipts.getFirst());
        long charged = assertTheLedgerHas(receipts);

        long paidBack = refundWhatIsLeft(BOUGHT - charged);

        long balance = BOUGHT - charged - paidBack;
        assertThat(credit("balance")).isEqualTo(balance).isLessThan(Suite.CREDIT / CENTS_A_CREDIT + 1);
        StatementPaper paper = StatementPaper.ofPdf(buyer.file("/statements/" + month + ".pdf"));
        assertThat(paper.balance())
                .as(paper.text())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        StatementPaper.OPENING,
                        0L,
                        "Top-ups",
                        BOUGHT,
                        "Charges",
                        -charged,
                        "Refunds",
                        -paidBack,
                        StatementPaper.CLOSING,
                        balance));
        assertThat(paper.models()).isEqualTo(byModel(receipts));
        assertThat(csv("balance").values().stream().mapToLong(Long::longValue).sum())
                .as("with the closing balance, which is the others' sum")
                .isEqualTo(2 * balance);
        assertThat(csv("model")).isEqualTo(byModel(receipts));
        books.verify();
    }

    /// Buys on the fake Stripe's page; its signed event brings the credit.
    private void topUp() {
        JsonNode offer = buyer.manage("GET", "/payment-options", null);
        assertThat(offer.get("enabled").booleanValue()).isTrue();
        assertThat(offer.get("test").booleanValue()).as("test money").isTrue();
        JsonNode payment = buyer.own("POST", "/checkouts", "{\"credits\":\"" + BOUGHT + "\"}");
        assertThat(payment.get("amount").longValue()).isEqualTo(BOUGHT / Suite.CREDIT * CENTS_A_CREDIT);
        HttpResponse<String> paid = suite.send(
                HttpRequest.newBuilder(URI.create(payment.get("checkout_url").textValue() + "/pay"))
                        .POST(BodyPublishers.ofString("card=4242424242424242"))
                        .build());
        assertThat(paid.statusCode()).as(paid.body()).isEqualTo(303);
        await().atMost(SOON).until(() -> credit("balance") == BOUGHT);
        // Of the page and of its payment two events tell, in either order.
        assertThat(booked(payment, "%")).isOne();
    }

    /// @return what was answered before the credit ran out, call by call, as the SDK told it
    private List<JsonNode> callUntilRefused(String secret) throws Exception {
        Path python = Path.of(System.getProperty("sdk.home", ""), "python/bin/python");
        assertThat(python)
                .as("-Dsdk.home: run ./tollgate test, which installs the SDKs")
                .exists();
        Map<String, String> environment = Map.of(
                "OPENAI_BASE_URL", suite.edge(1) + "/v1", "OPENAI_API_KEY", secret, "PYTHONDONTWRITEBYTECODE", "1");
        Ran ran = run(environment, python.toString(), "sdk/python/buyer.py");
        assertThat(ran.exit()).as(ran.output()).isZero();
        List<JsonNode> calls =
                new ArrayList<>(ran.output().lines().map(Suite::json).toList());
        JsonNode refusal = calls.removeLast();
        assertThat(refusal.path("status").intValue()).as(ran.output()).isEqualTo(402);
        assertThat(refusal.path("code").textValue()).isEqualTo("insufficient_balance");
        assertThat(refusal.path("type").textValue()).isEqualTo("billing_error");
        assertThat(calls).as("each of the three kinds of call").hasSizeGreaterThanOrEqualTo(3);
        return calls;
    }

    /// The receipt of a call, which says what the SDK was told, and which anybody finds genuine.
    private ObjectNode verified(JsonNode call, String secret) throws Exception {
        String id = call.get("request_id").textValue();
        HttpRequest request = HttpRequest.newBuilder(suite.edge(1).resolve("/v1/usage/" + id))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + secret)
                .build();
        HttpResponse<String> answer = with().pollInterval(Duration.ofMillis(200))
                .await()
                .atMost(SOON)
                .until(() -> suite.send(request), told -> told.statusCode() != 202);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Path file = Files.writeString(folder.resolve(id + ".json"), answer.body());
        Ran ran = verify(file, suite.edge(1) + "/.well-known/tollgate-receipt-keys");
        assertThat(ran.output()).contains("genuine: request " + id);
        assertThat(ran.exit()).isZero();
        ObjectNode receipt = (ObjectNode) Suite.json(answer.body());
        JsonNode quantities = receipt.get("quantities");
        if (call.has("pictures")) {
            assertThat(quantities.get("milli_images").longValue())
                    .as("of this size a picture counts as two")
                    .isEqualTo(call.get("pictures").longValue() * 2_000);
        } else {
            assertThat(sum(quantities, "input", "cached_input", "cache_write"))
                    .isEqualTo(call.get("input").longValue());
            assertThat(sum(quantities, "output", "reasoning"))
                    .isEqualTo(call.get("output").longValue());
        }
        return receipt;
    }

    /// Sums that do not agree, and a receipt of somebody else's whose sums do; by keys that were kept in a file.
    private void assertForgeriesAreFound(ObjectNode receipt) throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys.json"),
                suite.send(HttpRequest.newBuilder(suite.edge(1).resolve("/.well-known/tollgate-receipt-keys"))
                                .build())
                        .body());
        for (String field : List.of("charge", "account_id", "model", "id")) {
            ObjectNode forged = receipt.deepCopy();
            forged.put(field, field.equals("charge") ? "1" : receipt.get(field).textValue() + "0");
            Path file = Files.writeString(folder.resolve("forged-" + field + ".json"), forged.toString());
            Ran ran = verify(file, keys.toString());
            assertThat(ran.exit()).as(field).isOne();
            assertThat(ran.output()).contains("did not sign this").doesNotContain("genuine");
        }
    }

    /// The receipts' charges are the ledger's, and name its lines.
    ///
    /// @return what was charged
    private long assertTheLedgerHas(List<ObjectNode> receipts) {
        List<JsonNode> usage = entries().stream()
                .filter(entry -> entry.get("kind").textValue().equals("usage"))
                .toList();
        long charged = receipts.stream().mapToLong(BuyersStoryE2e::charge).sum();
        assertThat(usage.stream().mapToLong(entry -> nanos(entry, "amount")).sum())
                .isEqualTo(-charged);
        Set<String> named = receipts.stream()
                .flatMap(receipt -> ids(receipt.get("entries")).stream())
                .collect(Collectors.toSet());
        assertThat(named).isEqualTo(ids(usage));
        assertThat(receipts).allMatch(receipt -> nanos(receipt, "uncollected") == 0);
        assertThat(credit("balance")).isEqualTo(BOUGHT - charged).isPositive();
        return charged;
    }

    /// Asked for by the owner, who may not approve it; approved, sent to the fake Stripe, and done by its event.
    ///
    /// @return the credit that was paid back
    private long refundWhatIsLeft(long left) {
        JsonNode asked = buyer.own("POST", "/refunds", "{\"reason\":\"moving on\"}");
        String path = "/refunds/" + asked.get("id").textValue();
        HttpResponse<String> refused = buyer.ask("POST", path + "/approve", "{}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Suite.json(refused.body()).at("/error/param").textValue()).isEqualTo("credit:write");
        with().pollInterval(Duration.ofMillis(200))
                .await("what edges hold comes back")
                .atMost(SOON)
                .until(() -> credit("held") == 0);

        JsonNode part = suite.manage("POST", path + "/approve", "{}").at("/parts/0");
        long cents = part.get("amount").longValue();
        long held = nanos(part, "credits");
        assertThat(cents).isEqualTo(left * CENTS_A_CREDIT / Suite.CREDIT).isPositive();
        assertThat(held * CENTS_A_CREDIT).isBetween(cents * Suite.CREDIT, cents * Suite.CREDIT + CENTS_A_CREDIT);
        assertThat(credit("balance")).as("set aside at once").isEqualTo(left - held);
        await().atMost(SOON).until(() -> suite.manage("GET", path, null)
                .get("status")
                .textValue()
                .equals("refunded"));
        JsonNode payment = buyer.own("GET", "/payments", null).get("data").get(0);
        assertThat(payment.get("refunded").longValue()).isEqualTo(cents);
        assertThat(booked(payment, "refund.%")).as("told by a signed event").isOne();
        assertThat(buyer.ask("POST", "/accounts/" + buyer.account() + "/refunds", "{}")
                        .statusCode())
                .as("nothing is left to be paid back")
                .isEqualTo(409);
        return held;
    }

    /// The statement's other form: a section's lines but for totals, in nano-credits.
    private Map<String, Long> csv(String section) throws Exception {
        Map<String, Long> lines = new TreeMap<>();
        new String(buyer.file("/statements/" + month + ".csv"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(",", -1))
                .filter(line -> line[0].equals(section))
                .forEach(line -> lines.put(line[1], Long.parseLong(line[3])));
        return lines;
    }

    private static Map<String, Long> byModel(List<ObjectNode> receipts) {
        Map<String, Long> models = new HashMap<>();
        receipts.forEach(receipt -> models.merge(receipt.get("model").textValue(), charge(receipt), Math::addExact));
        return models;
    }

    /// The account's whole ledger, page by page.
    private List<JsonNode> entries() {
        List<JsonNode> entries = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = buyer.own("GET", "/entries?limit=5" + after, null);
            page.get("data").forEach(entries::add);
            after = "&after=" + page.get("last_id").asText();
        } while (page.get("has_more").booleanValue());
        return entries;
    }

    /// How many events of Stripe's moved money of this payment in the books.
    private long booked(JsonNode payment, String type) {
        return books.number(
                "SELECT count(*) FROM billing.payment_event WHERE payment_id = ? AND type LIKE ? AND outcome = 'booked'",
                payment.get("id").textValue(),
                type);
    }

    private long credit(String field) {
        return nanos(buyer.own("GET", "/credit", null), field);
    }

    private static long charge(JsonNode receipt) {
        return nanos(receipt, "charge");
    }

    private static long nanos(JsonNode object, String field) {
        return Long.parseLong(object.get(field).textValue());
    }

    private static long sum(JsonNode quantities, String... classes) {
        return List.of(classes).stream()
                .mapToLong(name -> quantities.path(name).longValue())
                .sum();
    }

    private static Set<String> ids(Iterable<JsonNode> objects) {
        return StreamSupport.stream(objects.spliterator(), false)
                .map(object -> object.get("id").textValue())
                .collect(Collectors.toSet());
    }

    private static Ran verify(Path receipt, String keys) throws Exception {
        return run(Map.of(), "../tollgate", "verify-receipt", receipt.toString(), "--keys", keys);
    }

    private static Ran run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(output).isTrue();
        return new Ran(process.exitValue(), output);
    }

    private record Ran(int exit, String output) {}
}
