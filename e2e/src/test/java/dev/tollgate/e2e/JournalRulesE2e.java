package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rules 14 and 18 between processes: a record that billing does not understand, and a disk that is full.
class JournalRulesE2e {
    private static final Duration SOON = Duration.ofSeconds(30);
    /// Each writes about 1.5 KB, and less than two segments of 1 MiB are left.
    private static final int REQUESTS_MAX = 6_000;

    @AfterEach
    void mend() {
        SmallDisk.clear();
        Suite.running().mend();
    }

    @Test
    void rule14APoisonedJournalIsQuarantinedAndStopsNothing() {
        // Given an edge that died with requests in its journal, which a newer version has written to as well.
        Suite suite = Suite.running();
        Books books = new Books(suite);
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        LiveStream cut = suite.stream(2, customer.secret(), Ask.stream("demo-20ms", Ask.words("", 300), 1_024));
        await().atMost(SOON).until(() -> cut.chunks() > 10);
        suite.process("edge-2").kill();
        String marker = Ask.marker();
        List<String> poison = List.of(
                "{\"kind\":\"done\",\"version\":99,\"note\":\"" + marker + "v\"}",
                "{\"kind\":\"hologram\",\"version\":1,\"note\":\"" + marker + "k\"}",
                "{\"kind\":\"done\",\"version\":1,\"note\":\"" + marker + "s\"}");
        poison.forEach(frame -> suite.journal(2).append(frame.getBytes(StandardCharsets.UTF_8)));

        // When its successor ships all of it.
        suite.startAgain("edge-2");

        // Then the stranger's frames are kept for an operator, and everything else is counted, before and after.
        assertThat(books.posted(cut.requestId()).get("outcome").textValue()).isEqualTo("interrupted");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(quarantined(suite, marker)).hasSameSizeAs(poison));
        assertThat(quarantined(suite, marker).stream()
                        .map(frame -> frame.get("reason").textValue()))
                .containsExactlyInAnyOrder("unknown_version", "unknown_kind", "invalid");
        HttpResponse<String> after = suite.ask(2, customer.secret(), Suite.hello("demo"));
        assertThat(after.statusCode()).isEqualTo(200);
        books.posted(after.headers().firstValue("x-request-id").orElseThrow());
        String epochs = "SELECT count(*) FROM billing.lease WHERE account_id = ? AND closed_by = 'successor'";
        await("its predecessor's leases are closed all the same")
                .atMost(SOON)
                .until(() -> books.number(epochs, customer.account()) == 1);
        books.verify();
    }

    @Test
    void rule18AFullDiskStopsAdmissionBeforeItLosesARecord() {
        // Given an edge whose journal can neither be shipped nor grow, with streams under way. Free models need no
        // lease: billing's absence alone stops nothing.
        Suite suite = Suite.brisk();
        Books books = new Books(suite);
        Suite.Customer customer = suite.customer(0, "");
        suite.lines().billing().silence();
        SmallDisk.fill();
        List<LiveStream> streams = IntStream.range(0, 5)
                .mapToObj(i -> suite.stream(
                        2, customer.secret(), Ask.stream("demo-free-20ms", Ask.words("s" + i, 1_500), 4_096)))
                .toList();
        await().atMost(SOON).until(() -> streams.stream().allMatch(stream -> stream.chunks() > 0));

        // When requests write it full.
        List<String> answered = new ArrayList<>();
        HttpResponse<String> answer = suite.ask(2, customer.secret(), Suite.hello("demo-free"));
        while (answer.statusCode() == 200 && answered.size() < REQUESTS_MAX) {
            answered.add(id(answer));
            answer = suite.ask(2, customer.secret(), Suite.hello("demo-free"));
        }

        // Then new ones are refused until it has room again, and those under way end as they should.
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(Suite.json(answer.body()).get("error").get("code").textValue())
                .isEqualTo("service_unavailable");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        HttpResponse<String> readiness = suite.readiness("edge-2");
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("\"admits\": false");
        assertThat(streams).as("they were under way when the disk was full").noneMatch(LiveStream::isOver);
        await().atMost(Duration.ofSeconds(60)).until(() -> streams.stream().allMatch(LiveStream::isOver));
        assertThat(streams).allMatch(LiveStream::isDone);
        SmallDisk.clear();
        suite.lines().mend();
        await().atMost(SOON).until(() -> suite.readiness("edge-2").statusCode() == 200);
        HttpResponse<String> again = suite.ask(2, customer.secret(), Suite.hello("demo-free"));
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        answered.add(id(again));
        streams.forEach(stream -> answered.add(stream.requestId()));
        String records = "SELECT count(*) FROM billing.usage_record WHERE account_id = ?";
        await("the backlog is in").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        books.number(records, customer.account()))
                .isGreaterThanOrEqualTo(answered.size()));
        assertThat(books.records(customer).stream()
                        .map(record -> record.get("id").textValue()))
                .as("every answer has its record, and nothing else has")
                .containsExactlyInAnyOrderElementsOf(answered);
        books.verify();
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private static List<JsonNode> quarantined(Suite suite, String marker) {
        List<JsonNode> frames = new ArrayList<>();
        suite.inner("billing", "GET", "/internal/v1/usage/quarantine?limit=100", null)
                .get("data")
                .forEach(frame -> {
                    if (frame.get("raw").textValue().contains(marker)) {
                        frames.add(frame);
                    }
                });
        return frames;
    }
}
