package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// One contract for every operation but chat, in every dialect that serves it, against its strict fake: exact
/// charges, fallback, errors, cancellation, an edge's death. Chat has [DialectsE2e].
///
/// Most rows wait for leases to close, so they wait beside one another, at the first edge; only the second is killed.
class OperationsE2e {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TEXT = "Hello, wörld";
    /// Some seconds of sound or text, part by part.
    private static final String LONG = "A long story, and a longer one still. ".repeat(20);

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final DemoLog demo = new DemoLog(suite);

    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void anAnswerIsChargedToTheNanoCredit(Served served) {
        Suite.Customer customer = customer();
        HttpResponse<String> answer = ask(customer, served, "plain");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        long price = served.price(TEXT, told(served, answer));

        JsonNode receipt = receipt(customer, answer);
        assertThat(receipt.get("charge").textValue()).as(receipt.toString()).isEqualTo(Long.toString(price));
        assertThat(receipt.get("endpoint").textValue()).isEqualTo(served.endpoint());
        assertThat(receipt.get("outcome").textValue()).isEqualTo("completed");
        assertThat(receipt.get("model").textValue()).isEqualTo(served.model("plain"));
        assertThat(receipt.get("estimated").booleanValue())
                .as("OpenAI does not tell what a judgement takes")
                .isEqualTo(served == Served.MODERATION);
        books.awaitNothingHeld(customer);
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - price);
        books.verify();
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void aFailingDeploymentFallsBackToTheNextAndIsInTheReceipt(Served served) {
        Suite.Customer customer = customer();
        HttpResponse<String> answer = ask(customer, served, "fallback");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode record = books.posted(id(answer));
        assertThat(record.path("outcome").textValue()).isEqualTo("completed");
        assertThat(record.get("attempts")).hasSize(2);
        assertThat(record.at("/attempts/0/deployment").textValue()).isEqualTo(served.model("fallback") + "/0");
        assertThat(record.at("/attempts/0/result").textValue()).isEqualTo("500");
        assertThat(record.at("/attempts/1/deployment").textValue()).isEqualTo(served.model("fallback") + "/1");
        assertThat(record.at("/attempts/1/result").textValue()).isEqualTo("ok");
        assertThat(Books.charge(record))
                .as("the answer alone is charged")
                .isEqualTo(served.price(TEXT, told(served, answer)));
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void aProvidersErrorsAreToldInOurWordsAndCostNothing(Served served) {
        Suite.Customer customer = customer();
        refused(customer, served, "fault-400", 400, served.tooLong());
        refused(customer, served, "fault-422", 400, "upstream_rejected");
        refused(customer, served, "fault-401", 503, "upstream_error");
        refused(customer, served, "fault-402", 503, "upstream_error");
        refused(customer, served, "fault-500", 503, "upstream_error");
        refused(customer, served, "fault-503", 503, "upstream_error");
        HttpResponse<String> limited = ask(customer, served, "fault-429");
        assertThat(limited.statusCode()).as(limited.body()).isEqualTo(503);
        assertThat(limited.headers().firstValue("retry-after")).isPresent();
        books.awaitNothingHeld(customer);
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT);
        assertThat(Books.charges(books.records(customer))).isZero();
    }

    /// Rules 17: before the first byte, nothing.
    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void rule17WhoLeavesBeforeTheAnswerPaysNothing(Served served) {
        Suite.Customer customer = customer();
        String marker = Ask.marker();
        byte[] body = served.body(served.model("late"), marker);
        try (Wire wire = new Wire(suite.edge(1))) {
            wire.write("POST " + served.path() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + customer.secret()
                    + "\r\nContent-Type: " + served.contentType() + "\r\nContent-Length: " + body.length + "\r\n\r\n");
            wire.write(body);
            await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> !demo.with(marker)
                    .isEmpty());
        }
        JsonNode record = onlyRecord(customer);
        assertThat(record.get("outcome").textValue()).as(record.toString()).isEqualTo("cancelled");
        assertThat(Books.charge(record)).isZero();
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT);
        nothingIsHeld(customer);
    }

    /// Rules 17: from the first byte on, the input and its units, and what was delivered.
    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {
                "IMAGES_STREAMED",
                "IMAGE_EDITS_STREAMED",
                "SPEECH",
                "SPEECH_STREAMED",
                "TRANSCRIPTION_STREAMED",
                "RESPONSES_STREAMED",
                "RESPONSES_TRANSLATED_STREAMED",
                "MESSAGES_STREAMED",
                "MESSAGES_TRANSLATED_STREAMED",
                "MESSAGES_BEDROCK_STREAMED",
                "MESSAGES_VERTEX_STREAMED"
            })
    void rule17WhoLeavesMidAnswerPaysForWhatWasDelivered(Served served) throws Exception {
        Suite.Customer customer = customer();
        HttpResponse<InputStream> answer = begun(1, customer, served);
        answer.body().close();
        JsonNode record = onlyRecord(customer);
        assertThat(record.get("outcome").textValue()).as(record.toString()).isEqualTo("cancelled");
        delivered(served, record);
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - Books.charge(record));
        nothingIsHeld(customer);
    }

    /// Rules 3: what its journal tells is charged by its successor, in the class that it was delivered in.
    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"IMAGES_STREAMED", "IMAGE_EDITS_STREAMED", "SPEECH", "SPEECH_STREAMED", "TRANSCRIPTION_STREAMED"})
    void rule3AnAnswerThatItsEdgesDeathCutIsChargedInItsOwnClass(Served served) throws Exception {
        Suite.Customer customer = customer();
        try (InputStream answer = begun(2, customer, served).body()) {
            await("a progress frame is in the journal").atMost(SOON).until(() -> suite.journal(2).frames().stream()
                    .anyMatch(frame -> isProgress(frame.json(), customer)));
            suite.process("edge-2").kill();
            assertThat(answer).isNotNull();
        } finally {
            suite.startAgain("edge-2");
        }
        JsonNode record = onlyRecord(customer);
        assertThat(record.get("outcome").textValue()).as(record.toString()).isEqualTo("interrupted");
        delivered(served, record);
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - Books.charge(record));
        nothingIsHeld(customer);
    }

    private boolean isProgress(JsonNode frame, Suite.Customer customer) {
        String id = frame.path("requestId").asText();
        return frame.path("kind").asText().equals("progress")
                && suite.journal(2).frames().stream()
                        .map(open -> open.json().path("subject"))
                        .anyMatch(subject -> subject.path("requestId").asText().equals(id)
                                && subject.path("accountId").asText().equals(customer.account()));
    }

    /// In its own class, at its own price, and less than all.
    private static void delivered(Served served, JsonNode record) {
        JsonNode quantities = record.get("quantities");
        switch (served) {
            case IMAGES_STREAMED -> {
                assertThat(quantities.path("image_output").longValue()).isBetween(100L, 571L);
                assertThat(Books.charge(record)).isEqualTo(inputAnd(quantities, "image_output", 8_000));
            }
            case IMAGE_EDITS_STREAMED -> {
                assertThat(quantities.path("image_output").longValue()).isBetween(100L, 571L);
                assertThat(Books.charge(record))
                        .isEqualTo(quantities.path("input").longValue() * 1_000
                                + quantities.path("image_input").longValue() * 2_000
                                + quantities.path("image_output").longValue() * 8_000);
            }
            case RESPONSES_STREAMED,
                    RESPONSES_TRANSLATED_STREAMED,
                    MESSAGES_STREAMED,
                    MESSAGES_TRANSLATED_STREAMED,
                    MESSAGES_BEDROCK_STREAMED,
                    MESSAGES_VERTEX_STREAMED -> {
                assertThat(quantities.path("output").longValue()).isBetween(1L, 10L);
                assertThat(Books.charge(record)).isEqualTo(inputAnd(quantities, "output", 4_000));
            }
            case SPEECH_STREAMED -> {
                assertThat(quantities.path("audio_output").longValue()).isBetween(1L, LONG.length() * 60L / 50 - 1);
                assertThat(Books.charge(record)).isEqualTo(inputAnd(quantities, "audio_output", 8_000));
            }
            case TRANSCRIPTION_STREAMED -> {
                assertThat(quantities.path("output").longValue()).isBetween(1L, 100L);
                assertThat(Books.charge(record)).isEqualTo(inputAnd(quantities, "output", 4_000));
            }
            case SPEECH -> {
                assertThat(quantities.path("characters").longValue()).isEqualTo(LONG.length());
                assertThat(Books.charge(record)).isEqualTo(LONG.length() * 10_000L);
            }
            default -> throw new IllegalArgumentException(served.name());
        }
    }

    private static long inputAnd(JsonNode quantities, String output, long price) {
        assertThat(quantities.path("input").longValue()).isPositive();
        assertThat(quantities).as("no other class").hasSize(2);
        return quantities.path("input").longValue() * 1_000
                + quantities.path(output).longValue() * price;
    }

    /// The first part of it is read.
    private HttpResponse<InputStream> begun(int edge, Suite.Customer customer, Served served)
            throws IOException, InterruptedException {
        String text = served.capability.equals("speech") ? LONG : "a blue cat";
        HttpRequest request = served.request(suite.edge(edge), customer.secret(), "slow", text)
                .build();
        HttpResponse<InputStream> answer = suite.http().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        StringBuilder read = new StringBuilder();
        byte[] some = new byte[64 * 1024];
        while (read.isEmpty() || read.indexOf(String.valueOf(served.firstPart)) < 0) {
            int length = answer.body().read(some);
            assertThat(length).as(read.toString()).isPositive();
            read.append(new String(some, 0, length, StandardCharsets.ISO_8859_1));
        }
        return answer;
    }

    private JsonNode onlyRecord(Suite.Customer customer) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !books.records(customer).isEmpty());
        List<JsonNode> records = books.records(customer);
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private void nothingIsHeld(Suite.Customer customer) {
        books.awaitNothingHeld(customer);
        books.verify();
    }

    private void refused(Suite.Customer customer, Served served, String fault, int status, String code) {
        HttpResponse<String> answer = ask(customer, served, fault);
        Refusal refusal = new Refusal(status, code, null);
        if (served.isMessage()) {
            refusal.isToldAsAnthropicDoes(answer.statusCode(), id(answer), answer.body());
        } else {
            refusal.isTold(answer.statusCode(), id(answer), answer.body());
        }
    }

    /// What the answer says of itself, in its last event if it is a stream; nothing for sound.
    private static JsonNode told(Served served, HttpResponse<String> answer) {
        if (served.isStreamed()) {
            List<String> data = answer.body()
                    .lines()
                    .filter(line -> line.startsWith("data: {"))
                    .toList();
            assertThat(answer.body()).endsWith(served.closing());
            return served.isMessage()
                    ? message(data)
                    : Suite.json(data.getLast().substring("data: ".length()));
        }
        if (served.isSound()) {
            assertThat(answer.headers().firstValue("content-type")).hasValue("audio/pcm");
            assertThat(answer.body()).isNotEmpty();
            return MissingNode.getInstance();
        }
        return Suite.json(answer.body());
    }

    /// Its first event tells the input, the one before its last all.
    private static JsonNode message(List<String> data) {
        ObjectNode usage = Suite.JSON.createObjectNode();
        for (String event : data) {
            JsonNode told = Suite.json(event.substring("data: ".length()));
            told.findValues("usage").forEach(some -> usage.setAll((ObjectNode) some));
        }
        return Suite.JSON.createObjectNode().set("usage", usage);
    }

    /// As its customer reads it.
    private JsonNode receipt(Suite.Customer customer, HttpResponse<String> answer) {
        books.posted(id(answer));
        return Suite.json(suite.send(HttpRequest.newBuilder(suite.edge(1).resolve("/v1/usage/" + id(answer)))
                        .timeout(SOON)
                        .header("Authorization", "Bearer " + customer.secret())
                        .build())
                .body());
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private HttpResponse<String> ask(Suite.Customer customer, Served served, String behaviour) {
        return suite.send(served.request(suite.edge(1), customer.secret(), behaviour, TEXT)
                .build());
    }

    private Suite.Customer customer() {
        return suite.customer(Suite.CREDIT, "");
    }
}
