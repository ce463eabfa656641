package dev.tollgate.e2e;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An edge dies by kill -9 in the middle of its work. What it had admitted is known from its journal, which is read
/// while it is dead, and checked against what the demo provider and the clients saw.
class CrashE2e {
    private static final int STREAMS = 50;
    private static final int PLAIN = 200;
    private static final int ANSWERED_BEFORE = 100;
    /// 12 s of text, a word every 20 ms.
    private static final int WORDS = 600;
    /// A progress frame is written every 2 s or 512 tokens; half a second more for the machine.
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final DemoLog demo = new DemoLog(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void aKilledEdgesRequestsAreEachCountedOnceAndItsLeasesClosed() {
        Suite.Customer customer = suite.customer(100 * Suite.CREDIT, "");
        demo.forget();
        String marker = Ask.marker();
        List<LiveStream> streams = IntStream.range(0, STREAMS)
                .mapToObj(i -> suite.stream(
                        2, customer.secret(), Ask.stream("demo-20ms", Ask.words(marker + "s" + i + "x", WORDS), 4096)))
                .toList();
        List<CompletableFuture<HttpResponse<String>>> first = plain(customer, marker + "a", ANSWERED_BEFORE);
        List<String> answered = first.stream()
                .map(call -> call.join().headers().firstValue("x-request-id").orElseThrow())
                .toList();
        await("every stream has more than one progress frame")
                .atMost(Duration.ofSeconds(40))
                .until(() -> streams.stream().allMatch(stream -> stream.chunks() > 120));
        List<CompletableFuture<HttpResponse<String>>> second = plain(customer, marker + "b", PLAIN - ANSWERED_BEFORE);
        await("some of the second half are at the provider")
                .atMost(Duration.ofSeconds(10))
                .until(() -> demo.with(marker + "b").size() > 20);

        suite.process("edge-2").kill();
        long killed = System.nanoTime();
        second.forEach(call -> call.exceptionally(cut -> null).join());
        await().atMost(Duration.ofSeconds(10)).until(() -> streams.stream().allMatch(LiveStream::isOver));
        Left left = Left.of(suite.journal(2).frames(), customer);
        long atProvider = demo.with(marker).size();
        suite.startAgain("edge-2");

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(books.records(customer))
                .hasSizeGreaterThanOrEqualTo(left.opened().size()));
        List<JsonNode> records = books.records(customer);
        assertThat(records.stream().map(record -> record.get("id").textValue()))
                .as("each admitted request has one record, and nothing else has")
                .containsExactlyInAnyOrderElementsOf(left.opened().keySet());
        assertThat(left.opened()).as("what the provider got, the journal has").hasSizeGreaterThanOrEqualTo((int)
                atProvider);
        assertThat(left.done()).containsKeys(answered.toArray(String[]::new));
        assertThat(left.opened().size() - left.done().size())
                .as("requests that were cut: all streams, and some plain ones")
                .isGreaterThan(STREAMS);
        Map<String, JsonNode> byId =
                records.stream().collect(toMap(record -> record.get("id").textValue(), identity()));
        byId.forEach((id, record) -> checkOutcome(left, id, record));
        streams.forEach(
                stream -> checkCharge(stream, Objects.requireNonNull(byId.get(stream.requestId())), left, killed));
        checkMoney(customer, 100 * Suite.CREDIT, records);
        checkLeases(customer, left.epoch());
    }

    @Test
    void anEdgeThatIsStoppedInOrderLosesNothingAndClosesItsLeases() {
        Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "");
        String body = Ask.plain("demo-20ms", "Hello!", 64);
        List<String> answered;
        try (Load load = Load.start(suite, List.of(2), List.of(customer), body, 30)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> load.sent() > 60);
            load.close();
            suite.process("edge-2").stop();
            answered = load.stop().stream()
                    .filter(answer -> answer.status() == 200)
                    .map(Load.Answer::requestId)
                    .toList();
        }
        assertThat(answered).as("those under way were answered").hasSizeGreaterThan(60);
        assertThat(books.records(customer).stream()
                        .map(record -> record.get("id").textValue()))
                .as("all was shipped before it went")
                .containsExactlyInAnyOrderElementsOf(answered);
        assertThat(books.held(customer)).isZero();
        assertThat(books.number(
                        "SELECT count(*) FROM billing.lease WHERE account_id = ? AND closed_by = 'owner'",
                        customer.account()))
                .isEqualTo(1);
        checkMoney(customer, 10 * Suite.CREDIT, books.records(customer));
    }

    private static void checkOutcome(Left left, String id, JsonNode record) {
        assertThat(record.get("outcome").textValue())
                .isEqualTo(left.done().containsKey(id) ? "completed" : "interrupted");
        assertThat(record.get("uncollected").textValue()).isEqualTo("0");
        if (!left.done().containsKey(id)) {
            assertThat(record.get("estimated").booleanValue()).isTrue();
            assertThat(record.get("quantities").path("output").asLong()).isEqualTo(left.progress(id));
        }
    }

    /// A cut stream pays for what was delivered: at least what its client had when the last progress frame was due,
    /// and never more than what it got, but for what the dead process still had in its hands.
    private void checkCharge(LiveStream stream, JsonNode record, Left left, long killed) {
        long output = record.get("quantities").path("output").asLong();
        long input = record.get("quantities").path("input").asLong();
        assertThat(output).isBetween(stream.roughTokensBefore(killed - PROGRESS_NANOS), stream.tokens() + 8);
        assertThat(output).isPositive();
        assertThat(input)
                .isEqualTo(left.open(stream.requestId()).get("inputBound").longValue());
        assertThat(Books.charge(record)).isEqualTo(input * 1_000 + output * 4_000);
    }

    private void checkMoney(Suite.Customer customer, long credit, List<JsonNode> records) {
        assertThat(books.balance(customer)).isEqualTo(credit - Books.charges(records));
        books.verify();
    }

    private void checkLeases(Suite.Customer customer, long epoch) {
        String of = "SELECT count(*) FROM billing.lease WHERE account_id = ? AND epoch = ? AND ";
        await("the successor closes what its predecessor held")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(books.number(of + "closed_at IS NULL", customer.account(), epoch))
                            .isZero();
                    assertThat(books.number(of + "closed_by = 'successor'", customer.account(), epoch))
                            .isPositive();
                });
        assertThat(books.held(customer)).isZero();
    }

    private List<CompletableFuture<HttpResponse<String>>> plain(Suite.Customer customer, String marker, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> suite.http()
                        .sendAsync(
                                suite.chat(2, customer.secret())
                                        .POST(BodyPublishers.ofString(
                                                Ask.plain("demo-20ms", Ask.words(marker + i + "x", 30), 256)))
                                        .build(),
                                BodyHandlers.ofString()))
                .toList();
    }

    /// What a dead edge left in its journal of one account's requests.
    ///
    /// @param opened by request id
    record Left(long epoch, Map<String, JsonNode> opened, Map<String, JsonNode> done, Map<String, Long> delivered) {
        static Left of(List<JournalFiles.Written> frames, Suite.Customer customer) {
            Map<String, JsonNode> opened = new HashMap<>();
            Map<String, JsonNode> done = new HashMap<>();
            Map<String, Long> delivered = new HashMap<>();
            long epoch = 0;
            for (JournalFiles.Written frame : frames) {
                JsonNode json = frame.json();
                boolean ours = json.path("subject").path("accountId").asText().equals(customer.account());
                String id = json.path("subject")
                        .path("requestId")
                        .asText(json.path("requestId").asText());
                switch (json.get("kind").textValue()) {
                    case "open" -> {
                        if (ours) {
                            assertThat(opened.put(id, json)).as("opened once").isNull();
                            epoch = frame.epoch();
                        }
                    }
                    case "done" -> {
                        if (ours) {
                            assertThat(done.put(id, json)).as("done once").isNull();
                        }
                    }
                    default -> delivered.put(id, json.get("delivered").longValue());
                }
            }
            return new Left(epoch, opened, done, delivered);
        }

        JsonNode open(String id) {
            return Objects.requireNonNull(opened.get(id), id);
        }

        long progress(String id) {
            return delivered.getOrDefault(id, 0L);
        }
    }
}
