package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Clients that go away. What they had got is charged, their upstream is closed, and nothing stays held.
class CancelE2e {
    private static final Duration SOON = Duration.ofSeconds(10);
    /// Of text that the provider sent and the edge did not read any more, at a word every 20 ms.
    private static final long IN_FLIGHT_TOKENS = 60;

    private final Suite suite = Suite.running();
    private final Books books = new Books(suite);
    private final DemoLog demo = new DemoLog(suite);
    private final String marker = Ask.marker();

    @Test
    void aStreamCancelledBeforeItsFirstEventIsNotCharged() {
        Suite.Customer customer = oneAtATime();
        LiveStream stream = suite.stream(1, customer.secret(), Ask.stream("fault-slow-headers", marker, 256));
        await().atMost(SOON).until(() -> !demo.with(marker).isEmpty());
        stream.close();
        JsonNode record = onlyRecord(customer);
        assertThat(record.get("outcome").textValue()).isEqualTo("cancelled");
        assertThat(Books.charge(record)).isZero();
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT);
        upstreamIsClosed();
        nothingStaysHeld(customer);
    }

    @Test
    void aStreamCancelledAfterOneChunkPaysForItsInputAndThatChunk() {
        cancelledAfter(1, "demo-500ms", 30);
    }

    @Test
    void aStreamCancelledHalfWayPaysForThatHalf() {
        cancelledAfter(100, "demo-20ms", IN_FLIGHT_TOKENS);
    }

    @Test
    void aPlainRequestThatIsGivenUpIsNotChargedAndItsUpstreamIsClosed() {
        Suite.Customer customer = oneAtATime();
        LiveStream call = suite.stream(1, customer.secret(), Ask.plain("demo-20ms", Ask.words(marker, 200), 1024));
        await().atMost(SOON).until(() -> !demo.with(marker).isEmpty());
        call.close();
        JsonNode record = onlyRecord(customer);
        assertThat(record.get("outcome").textValue()).isEqualTo("cancelled");
        assertThat(Books.charge(record)).isZero();
        upstreamIsClosed();
        nothingStaysHeld(customer);
    }

    @Test
    void aProviderThatBillsAnywayIsReadToItsEndAndTheCallerPaysForWhatHeGot() {
        Suite.Customer customer = oneAtATime();
        LiveStream stream =
                suite.stream(1, customer.secret(), Ask.stream("demo-drained", Ask.words(marker, 200), 1024));
        await().atMost(SOON).until(() -> stream.chunks() >= 20);
        long received = stream.tokens();
        stream.close();
        await("the provider is drained").atMost(SOON).untilAsserted(() -> {
            JsonNode request = demo.with(marker).getFirst();
            assertThat(request.get("ended").booleanValue()).isTrue();
            assertThat(request.get("client_closed").booleanValue()).isFalse();
        });
        JsonNode record = onlyRecord(customer);
        assertThat(record.get("outcome").textValue()).isEqualTo("cancelled");
        assertThat(record.get("quantities").get("output").longValue()).isBetween(received, received + IN_FLIGHT_TOKENS);
        nothingStaysHeld(customer);
    }

    private void cancelledAfter(int chunks, String model, long slack) {
        Suite.Customer customer = oneAtATime();
        LiveStream stream = suite.stream(1, customer.secret(), Ask.stream(model, Ask.words(marker, 200), 1024));
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> stream.chunks() >= chunks);
        assertThat(suite.ask(1, customer.secret(), Suite.hello("demo")).statusCode())
                .as("one at a time")
                .isEqualTo(429);
        long received = stream.tokens();
        stream.close();
        JsonNode record = onlyRecord(customer);
        assertThat(record.get("outcome").textValue()).isEqualTo("cancelled");
        JsonNode quantities = record.get("quantities");
        assertThat(quantities.get("output").longValue()).isBetween(received, received + slack);
        assertThat(quantities.get("input").longValue()).isPositive();
        assertThat(Books.charge(record))
                .isEqualTo(quantities.get("input").longValue() * 1_000
                        + quantities.get("output").longValue() * 4_000);
        assertThat(books.balance(customer)).isEqualTo(Suite.CREDIT - Books.charge(record));
        upstreamIsClosed();
        nothingStaysHeld(customer);
    }

    private Suite.Customer oneAtATime() {
        return suite.customer(Suite.CREDIT, "\"limits\":{\"concurrency\":1}");
    }

    private JsonNode onlyRecord(Suite.Customer customer) {
        await().atMost(SOON).until(() -> !books.records(customer).isEmpty());
        List<JsonNode> records = books.records(customer);
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private void upstreamIsClosed() {
        await("the provider sees its client go").atMost(SOON).untilAsserted(() -> {
            List<JsonNode> requests = demo.with(marker);
            assertThat(requests).hasSize(1);
            assertThat(requests.getFirst().get("client_closed").booleanValue()).isTrue();
        });
    }

    /// The only permit is there for the next request, and no credit is reserved or leased.
    private void nothingStaysHeld(Suite.Customer customer) {
        await("the permit is given back")
                .atMost(Duration.ofSeconds(3))
                .until(() -> suite.ask(1, customer.secret(), Suite.hello("demo-free"))
                                .statusCode()
                        == 200);
        assertThat(suite.metrics("edge").sum("tollgate_credit_reserved_nanocredits"))
                .isZero();
        books.awaitNothingHeld(customer);
        books.verify();
    }
}
