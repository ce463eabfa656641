package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A batch whose runner and whose edge die by kill -9 in the middle of it.
class BatchE2e {
    private static final int LINES = 80;
    /// Half a second each, at a word every 20 ms.
    private static final int WORDS = 25;
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Suite suite = Suite.brisk();
    private final Books books = new Books(suite);

    @AfterEach
    void mend() {
        suite.mend();
    }

    @Test
    void aBatchGoesOnAfterItsRunnerAndItsEdgeWereKilledAndEachLineIsAnsweredAndChargedOnceAtHalfThePrice() {
        Suite.Customer customer = suite.customer(10 * Suite.CREDIT, "");
        Caller caller = new Caller(suite, customer.secret());
        String id = made(caller);

        await().atMost(LONG).until(() -> completed(caller, id) >= LINES / 5);
        suite.process("batch").kill();
        suite.startAgain("batch");
        await().atMost(LONG).until(() -> completed(caller, id) >= LINES / 2);
        suite.process("edge").kill();
        suite.startAgain("edge");
        await().atMost(LONG).until(() -> batch(caller, id).get("completed_at").isNumber());

        JsonNode batch = batch(caller, id);
        assertThat(batch.get("status").textValue()).as(batch.toString()).isEqualTo("completed");
        assertThat(batch.at("/request_counts/completed").intValue()).isEqualTo(LINES);
        List<JsonNode> answers = answers(caller, batch);
        assertThat(answers.stream().map(line -> line.get("custom_id").textValue()))
                .as("every line once, in order")
                .containsExactlyElementsOf(
                        IntStream.range(0, LINES).mapToObj(i -> "line-" + i).toList());
        checkMoney(customer, answers);
    }

    private String made(Caller caller) {
        String marker = Ask.marker();
        String lines = IntStream.range(0, LINES)
                .mapToObj(i -> line(i, Ask.plain("demo-20ms", Ask.words(marker + i, WORDS), 64)))
                .collect(Collectors.joining("\n"));
        Reply file = caller.upload(
                "/v1/files", "input.jsonl", lines.getBytes(StandardCharsets.UTF_8), Map.of("purpose", "batch"));
        assertThat(file.status()).as(file.body()).isEqualTo(200);
        Reply batch =
                caller.post("/v1/batches", """
                {"input_file_id":"%s","endpoint":"/v1/chat/completions","completion_window":"24h"}""".formatted(file.json().get("id").textValue()));
        assertThat(batch.status()).as(batch.body()).isEqualTo(200);
        return batch.json().get("id").textValue();
    }

    private static String line(int number, String body) {
        ObjectNode line = Suite.JSON
                .createObjectNode()
                .put("custom_id", "line-" + number)
                .put("method", "POST")
                .put("url", "/v1/chat/completions");
        return line.set("body", Suite.json(body)).toString();
    }

    private static JsonNode batch(Caller caller, String id) {
        return caller.get("/v1/batches/" + id).json();
    }

    private static int completed(Caller caller, String id) {
        return batch(caller, id).at("/request_counts/completed").intValue();
    }

    private static List<JsonNode> answers(Caller caller, JsonNode batch) {
        String file = batch.get("output_file_id").textValue();
        return caller.get("/v1/files/" + file + "/content")
                .body()
                .lines()
                .map(Suite::json)
                .toList();
    }

    /// Requests that were cut have records, too, of nothing.
    private void checkMoney(Suite.Customer customer, List<JsonNode> answers) {
        List<String> answered = answers.stream()
                .map(line -> line.at("/response/request_id").textValue())
                .toList();
        answered.forEach(books::posted);
        // Its lease lives on for as long as it may be wanted again; an edge that stops gives it back.
        suite.process("edge").restart();
        books.awaitNothingHeld(customer);
        List<JsonNode> charged = books.records(customer).stream()
                .filter(record -> Books.charge(record) > 0)
                .toList();
        assertThat(charged.stream().map(record -> record.get("id").textValue()))
                .containsExactlyInAnyOrderElementsOf(answered);
        assertThat(charged).allSatisfy(record -> {
            assertThat(record.at("/prices/input").textValue()).isEqualTo("500000000");
            assertThat(record.at("/prices/output").textValue()).isEqualTo("2000000000");
            long input = record.at("/quantities/input").longValue();
            long output = record.at("/quantities/output").longValue();
            assertThat(Books.charge(record)).isEqualTo(input * 500 + output * 2_000);
        });
        assertThat(books.balance(customer)).isEqualTo(10 * Suite.CREDIT - Books.charges(charged));
        books.verify();
    }
}
