package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.e2e.Customers.Person;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Limits, budgets, alerts and codes through the whole suite, by people who logged in.
class BudgetsE2e {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<Integer> THRESHOLDS = List.of(50, 80, 100);
    private static final int ENOUGH = 100;
    private static final String BODY =
            "{\"model\":\"demo\",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}";

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final Customers customers = new Customers(suite);
    private Hook hook;

    @BeforeEach
    void listen() throws IOException {
        hook = new Hook();
    }

    @AfterEach
    void stopListening() {
        hook.close();
    }

    @Test
    void aUsersDayLimitStopsHisKeysAndNobodyElses() {
        Suite.Customer nobodys = suite.customer(Suite.CREDIT, "");
        String account = nobodys.account();
        Person ada = customers.member(account, "MEMBER");
        Person ben = customers.member(account, "MEMBER");
        Suite.Customer adas = key(ada, account);
        Suite.Customer bens = key(ben, account);
        assertThat(suite.manage("GET", "/keys/" + adas.keyId(), null)
                        .get("user_id")
                        .textValue())
                .isEqualTo(ada.id());
        assertThat(suite.manage("GET", "/keys/" + nobodys.keyId(), null)
                        .get("user_id")
                        .isNull())
                .isTrue();
        // The edge knows her key before there is a limit.
        assertThat(suite.ask(1, adas.secret(), BODY).statusCode()).isEqualTo(200);

        String limit = limit(account, Suite.CREDIT / 1000, "\"scope\":\"user\",\"user_id\":\"" + ada.id() + "\"");
        HttpResponse<String> refused = untilRefused(adas);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(402);
        assertThat(Suite.json(refused.body()).at("/error/code").textValue()).isEqualTo("spend_limit_reached");
        assertThat(suite.ask(1, bens.secret(), BODY).statusCode()).isEqualTo(200);
        assertThat(suite.ask(1, nobodys.secret(), BODY).statusCode()).isEqualTo(200);
        // Her other key is no way out, and another edge is none.
        Suite.Customer second = key(ada, account);
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        suite.ask(2, second.secret(), BODY).statusCode())
                .isEqualTo(402));
        JsonNode view = suite.manage("GET", "/spend-limits/" + limit, null);
        assertThat(number(view, "spent") + number(view, "held")).isBetween(1L, Suite.CREDIT / 1000);
        // What ends binds nobody any more.
        suite.manage("DELETE", "/spend-limits/" + limit, null);
        await().atMost(SOON).until(() -> suite.ask(1, adas.secret(), BODY).statusCode() == 200);
        books.verify();
    }

    @Test
    void aGroupsBudgetTellsEachThresholdOnceAndRefusesNothing() throws Exception {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        String account = customer.account();
        String secret = target(account, "webhook", hook.url());
        target(account, "email", account + "@example.com");
        String request = answered(customer);
        long charge = Books.charge(books.posted(request));
        String budget =
                limit(account, 10 * charge, "\"budget\":true,\"name\":\"team\",\"scope\":\"group\",\"group\":\"test\"");

        // Within a second edges know of it: calls before that are not in it.
        await().atMost(SOON).until(() -> spentAfterOneMore(customer, budget) > 0);
        long spent = 0;
        int calls = 0;
        while (spent <= 11 * charge) {
            spent = spentAfterOneMore(customer, budget);
            List<Integer> due = due(spent, 10 * charge);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(hook.thresholds()).containsExactlyInAnyOrderElementsOf(due));
            assertThat(++calls).isLessThan(ENOUGH);
        }

        assertThat(hook.thresholds()).containsExactlyElementsOf(THRESHOLDS);
        for (Hook.Told told : hook.told()) {
            assertSigned(told, secret);
            JsonNode event = Suite.json(told.body());
            assertThat(event.get("account_id").textValue()).isEqualTo(account);
            assertThat(event.at("/limit/id").textValue()).isEqualTo(budget);
            assertThat(event.at("/limit/budget").booleanValue()).isTrue();
            assertThat(number(event, "amount")).isEqualTo(10 * charge);
            assertThat(number(event, "spent") * 100)
                    .isGreaterThanOrEqualTo(10 * charge * event.get("threshold").intValue());
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(mails(account)).hasSize(3));
        for (int i = 0; i < THRESHOLDS.size(); i++) {
            String threshold = THRESHOLDS.get(i) + " %";
            assertThat(mails(account).get(i))
                    .contains("Subject: " + threshold + " spent: team")
                    .contains("Account: " + account, "Budget: team (" + budget + ")", "Threshold: " + threshold);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(suite.manage("GET", "/accounts/" + account + "/alerts", null)
                                .get("data"))
                        .extracting(alert -> alert.get("delivered").intValue())
                        .containsExactly(2, 2, 2));
        books.verify();
    }

    @Test
    void aCodeOfTheOperatorsGivesItsCreditOnce() {
        JsonNode batch = suite.manage(
                "POST",
                "/redemption-batches",
                "{\"name\":\"spring\",\"amount\":\"" + 5 * Suite.CREDIT + "\",\"codes\":1}");
        String code = "{\"code\":\"" + batch.at("/codes/0").textValue() + "\"}";
        Suite.Customer customer = suite.customer(0, "");
        assertThat(suite.ask(1, customer.secret(), BODY).statusCode()).isEqualTo(402);
        Person owner = customers.member(customer.account(), "OWNER");
        String path = "/accounts/" + customer.account() + "/redemptions";

        List<HttpResponse<String>> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(_ -> customers.call(owner, "POST", path, code))
                .toList();

        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(books.balance(customer)).isEqualTo(5 * Suite.CREDIT);
        await().atMost(SOON).until(() -> suite.ask(1, customer.secret(), BODY).statusCode() == 200);
        Suite.Customer other = suite.customer(0, "");
        Person another = customers.member(other.account(), "OWNER");
        HttpResponse<String> used =
                customers.call(another, "POST", "/accounts/" + other.account() + "/redemptions", code);
        assertThat(used.statusCode()).as(used.body()).isEqualTo(409);
        assertThat(books.balance(other)).isZero();
        assertThat(customers
                        .call(owner, "POST", "/redemption-batches", "{\"name\":\"mine\",\"amount\":\"1\",\"codes\":1}")
                        .statusCode())
                .isEqualTo(403);
        books.verify();
    }

    /// A key that this person makes.
    private Suite.Customer key(Person person, String account) {
        HttpResponse<String> made =
                customers.call(person, "POST", "/keys", "{\"account_id\":\"" + account + "\",\"name\":\"own\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        JsonNode key = Suite.json(made.body());
        return new Suite.Customer(
                account, key.at("/key/id").textValue(), key.get("secret").textValue());
    }

    private String limit(String account, long amount, String more) {
        return suite.manage(
                        "POST",
                        "/spend-limits",
                        "{\"account_id\":\"" + account + "\",\"amount\":\"" + amount + "\",\"period\":\"day\"," + more
                                + "}")
                .get("id")
                .textValue();
    }

    /// What the target's calls are signed with, if anything.
    private String target(String account, String kind, String address) {
        return suite.manage(
                        "POST",
                        "/accounts/" + account + "/alert-targets",
                        "{\"kind\":\"" + kind + "\",\"address\":\"" + address + "\"}")
                .path("secret")
                .asText();
    }

    private HttpResponse<String> untilRefused(Suite.Customer customer) {
        for (int i = 0; i < ENOUGH; i++) {
            HttpResponse<String> answer = suite.ask(1, customer.secret(), BODY);
            if (answer.statusCode() != 200) {
                return answer;
            }
        }
        throw new AssertionError(ENOUGH + " calls were answered");
    }

    /// @return its request id
    private String answered(Suite.Customer customer) {
        HttpResponse<String> answer = suite.ask(1, customer.secret(), BODY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private long spentAfterOneMore(Suite.Customer customer, String limit) {
        books.posted(answered(customer));
        return number(suite.manage("GET", "/spend-limits/" + limit, null), "spent");
    }

    private static List<Integer> due(long spent, long amount) {
        return THRESHOLDS.stream()
                .filter(threshold -> spent * 100 >= amount * threshold)
                .toList();
    }

    private static long number(JsonNode node, String field) {
        return Long.parseLong(node.get(field).textValue());
    }

    private static void assertSigned(Hook.Told told, String secret) throws GeneralSecurityException {
        String[] parts = told.signature().split(",", 2);
        long time = Long.parseLong(parts[0].substring("t=".length()));
        assertThat(Instant.ofEpochSecond(time)).isAfter(Instant.now().minusSeconds(300));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] sum = mac.doFinal((time + "." + told.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(parts[1]).isEqualTo("v1=" + HexFormat.of().formatHex(sum));
    }

    /// What was written to the account's address, the oldest first.
    private List<String> mails(String account) throws IOException {
        try (Stream<Path> files = Files.list(suite.mails())) {
            List<String> mails = new ArrayList<>();
            for (Path mail : files.filter(file ->
                            file.toString().contains(account) && file.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                mails.add(Files.readString(mail));
            }
            return mails;
        }
    }
}
