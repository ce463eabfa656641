package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Realtime sessions with a real WebSocket client, through an edge, to the demo provider. `demo-realtime` costs 1
/// credit per million input tokens, 0.1 cached, 8 spoken; 4 per million output tokens, 16 spoken.
class RealtimeE2e {
    private static final int WORDS_PER_SECOND = 10;
    /// The context window as speech, and the output bound as speech: what a response is held with.
    private static final long HOLD = 32_000 * 8_000L + 4_096 * 16_000L;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void aMinuteOfPacedEventsLosesNothingKeepsItsOrderAndIsChargedAsTheSumOfItsEvents() {
        speaksFor(60);
    }

    @Test
    @Tag("long")
    void fiveMinutesOfPacedEventsLoseNothingKeepTheirOrderAndAreChargedAsTheSumOfTheirEvents() {
        speaksFor(300);
    }

    private void speaksFor(int seconds) {
        Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "");
        long expected;
        try (LiveSession session = LiveSession.open(suite.edge(1), customer.secret())) {
            session.ask("[seconds:" + seconds + "]");
            session.awaitEvent("response.done", 1, Duration.ofSeconds(seconds + 30L));
            assertThat(session.all("response.output_text.delta").stream()
                            .map(event -> event.get("delta").textValue().strip()))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, seconds * WORDS_PER_SECOND)
                            .mapToObj(word -> "tick " + word)
                            .toList());
            session.ask("Hello! [twice]");
            session.awaitEvent("response.done", 3);
            Map<String, Long> charges = new HashMap<>();
            session.all("response.done")
                    .forEach(event -> charges.put(
                            event.get("response").get("id").textValue(),
                            cost(event.get("response").get("usage"))));
            assertThat(charges).hasSize(2);
            expected = charges.values().stream().mapToLong(Long::longValue).sum();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(books.records(customer)).hasSize(2));
        assertThat(Books.charges(books.records(customer))).isEqualTo(expected);
        assertThat(books.records(customer)).allSatisfy(record -> {
            assertThat(record.get("outcome").textValue()).isEqualTo("completed");
            assertThat(record.get("estimated").booleanValue()).isFalse();
        });
        assertThat(books.balance(customer)).isEqualTo(10 * Suite.CREDIT - expected);
        books.verify();
    }

    @Test
    void aKilledEdgesSessionIsClosedAndChargedByItsSuccessorFromItsLastProgress() {
        Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "");
        Map<String, Long> progress = new HashMap<>();
        Map<String, Long> inputs = new HashMap<>();
        try (LiveSession session = LiveSession.open(suite.edge(2), customer.secret())) {
            session.ask("[seconds:60]");
            session.awaitEvent("response.output_text.delta", 6 * WORDS_PER_SECOND);
            suite.process("edge-2").kill();
            session.awaitClose();
            for (JournalFiles.Written frame : suite.journal(2).frames()) {
                JsonNode json = frame.json();
                if (json.path("subject").path("accountId").asText().equals(customer.account())) {
                    assertThat(json.get("kind").textValue()).isEqualTo("open");
                    inputs.put(
                            json.get("subject").get("requestId").textValue(),
                            json.get("inputBound").longValue());
                } else if (json.get("kind").textValue().equals("progress")) {
                    progress.put(
                            json.get("requestId").textValue(),
                            json.get("delivered").longValue());
                }
            }
            assertThat(inputs).hasSize(1);
            assertThat(session.all("response.output_text.delta")).hasSizeLessThan(59 * WORDS_PER_SECOND);
        }
        String id = inputs.keySet().iterator().next();
        assertThat(progress.get(id)).isGreaterThan(2 * WORDS_PER_SECOND);
        suite.startAgain("edge-2");
        JsonNode record = books.posted(id);
        assertThat(record.get("outcome").textValue()).isEqualTo("interrupted");
        assertThat(record.get("quantities").path("output").longValue()).isEqualTo(progress.get(id));
        long input = inputs.getOrDefault(id, 0L);
        long output = progress.getOrDefault(id, 0L);
        assertThat(Books.charge(record)).isEqualTo(input * 1_000 + output * 4_000);
        assertThat(books.balance(customer)).isEqualTo(10 * Suite.CREDIT - Books.charge(record));
        books.verify();
    }

    @Test
    void anEdgeThatIsStoppedTellsItsSessionsBooksThemAndWaitsForNoOther() {
        Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "");
        try (LiveSession ended = LiveSession.open(suite.edge(2), customer.secret())) {
            ended.ask("Hello!");
            ended.awaitEvent("response.done", 1);
        }
        try (LiveSession resting = LiveSession.open(suite.edge(2), customer.secret());
                LiveSession speaking = LiveSession.open(suite.edge(2), customer.secret())) {
            speaking.ask("[seconds:3]");
            speaking.awaitEvent("response.output_text.delta", WORDS_PER_SECOND);
            long began = System.nanoTime();
            assertThat(suite.process("edge-2").stop()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("less than the 10 s that requests may take")
                    .isLessThan(Duration.ofSeconds(8));
            for (LiveSession session : List.of(resting, speaking)) {
                assertThat(session.awaitClose()).isEqualTo(1001);
                assertThat(session.all("error").getFirst().at("/error/code").textValue())
                        .isEqualTo("service_unavailable");
            }
            assertThat(resting.all("response.done")).isEmpty();
            assertThat(speaking.all("response.output_text.delta")).hasSize(3 * WORDS_PER_SECOND);
            assertThat(speaking.all("response.done")).hasSize(1);
        }
        suite.startAgain("edge-2");
        assertThat(books.records(customer))
                .as("all was shipped before it went")
                .hasSize(2)
                .allSatisfy(
                        record -> assertThat(record.get("outcome").textValue()).isEqualTo("completed"));
        assertThat(books.held(customer)).isZero();
        books.verify();
    }

    @Test
    void aBalanceThatRunsOutEndsTheSessionWithABillingErrorAfterWhatItPaidFor() {
        Suite.Customer customer = suite.customer(HOLD + 50_000, "");
        try (LiveSession session = LiveSession.open(suite.edge(1), customer.secret())) {
            int answers = 0;
            while (session.isOpen() && session.all("error").isEmpty() && answers < 50) {
                answers++;
                session.ask("Say it again, please.");
                int now = answers;
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> session.all("response.done").size() >= now
                                || !session.all("error").isEmpty());
            }
            JsonNode error = session.awaitEvent("error", 1).get("error");
            assertThat(error.get("type").textValue()).isEqualTo("billing_error");
            assertThat(error.get("code").textValue()).isEqualTo("insufficient_balance");
            assertThat(session.awaitClose()).isEqualTo(1008);
            int paid = session.all("response.done").size();
            assertThat(paid).isPositive();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            books.records(customer).stream().filter(record -> Books.charge(record) > 0))
                    .hasSize(paid));
        }
        assertThat(books.balance(customer))
                .isEqualTo(HOLD + 50_000 - Books.charges(books.records(customer)))
                .isNotNegative();
        books.awaitNothingHeld(customer);
        books.verify();
    }

    @Test
    void aKeyAmongTheSubprotocolsWorksAndIsInNoLog() throws IOException {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        try (LiveSession session = LiveSession.inBrowser(suite.edge(1), customer.secret())) {
            assertThat(session.subprotocol()).isEqualTo("realtime");
            session.ask("Hello!");
            session.awaitEvent("response.done", 1);
            assertThat(session.events.toString()).doesNotContain(customer.secret());
        }
        Path logs = suite.stack().process("edge").log().getParent();
        try (Stream<Path> all = Files.list(logs)) {
            List<Path> files =
                    all.filter(file -> file.toString().endsWith(".log")).toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(customer.secret());
            }
        }
    }

    private static long cost(JsonNode usage) {
        JsonNode in = usage.get("input_token_details");
        long cached = in.get("cached_tokens").longValue();
        long audio = in.get("audio_tokens").longValue()
                - in.get("cached_tokens_details").get("audio_tokens").longValue();
        long spoken = usage.get("output_token_details").get("audio_tokens").longValue();
        return (usage.get("input_tokens").longValue() - cached - audio) * 1_000
                + cached * 100
                + audio * 8_000
                + (usage.get("output_tokens").longValue() - spoken) * 4_000
                + spoken * 16_000;
    }
}
