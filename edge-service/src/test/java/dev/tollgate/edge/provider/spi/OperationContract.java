package dev.tollgate.edge.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.embeddings.EmbeddingsRequests;
import dev.tollgate.edge.images.ImagesRequests;
import dev.tollgate.edge.provider.spi.Exchanges.Played;
import dev.tollgate.edge.rerank.RerankRequests;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every adapter must do for each operation that it has words for, chat aside, which has a contract of its own
/// ([ProviderAdapterContract]): played by the exchanges in `provider/<kind>/<capability>`.
///
/// Of these names there must be one for each: `plain`, `plain-without-usage`, `plain-error` (told with status 200),
/// `plain-truncated`. Any others may be there.
public abstract class OperationContract extends FailuresContract {
    private static final List<String> PLAIN = List.of("plain", "plain-without-usage", "plain-error", "plain-truncated");

    /// How a caller's body is read.
    private static final Map<Operation, Function<String, ? extends CallBody>> READERS = Map.of(
            Operation.EMBEDDINGS,
            EmbeddingsRequests::body,
            Operation.RERANK,
            RerankRequests::body,
            Operation.IMAGES,
            ImagesRequests::body);

    @TestFactory
    Stream<DynamicTest> anExchangeIsAsOnDisk() {
        return exchanges().flatMap(exchanges -> exchanges.names().stream()
                .map(name -> dynamicTest(exchanges + " " + name, () -> playAndCompare(exchanges, name))));
    }

    private static void playAndCompare(Exchanges exchanges, String name) {
        String sent = exchanges.sent(name);
        assertThat(sent).isEqualTo(exchanges.golden(name + "/sent.json", sent));
        String received = Exchanges.received(exchanges.play(name));
        assertThat(received).isEqualTo(exchanges.golden(name + "/received.txt", received));
    }

    @TestFactory
    Stream<DynamicTest> aProvidersWordsAreReadAndItsFailuresAreNoEnd() {
        return exchanges()
                .map(exchanges -> dynamicTest(exchanges.toString(), () -> {
                    assertThat(exchanges.names()).containsAll(PLAIN);
                    assertThat(exchanges.play("plain").end()).isEqualTo(Reading.DONE);
                    assertThat(exchanges.play("plain").usage()).isNotNull();
                    Quantities untold = exchanges.play("plain-without-usage").usage();
                    assertThat(untold == null ? 0 : untold.tokens()).isZero();
                    for (String name : List.of("plain-error", "plain-truncated")) {
                        Played played = exchanges.play(name);
                        assertThat(played.end()).as(name).isInstanceOf(Reading.Failed.class);
                        assertThat(played.written().chunks).as(name).isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theCallerReadsThePublicName() {
        return exchanges()
                .map(exchanges -> dynamicTest(exchanges.toString(), () -> assertThat(
                                exchanges.play("plain").written().chunks)
                        .singleElement()
                        .satisfies(answer -> {
                            assertThat(answer).doesNotContain("up-model");
                            assertThat(Exchanges.json(answer).path("model").asText("public-model"))
                                    .isEqualTo("public-model");
                        })));
    }

    @Test
    void theSecretIsInTheHeadersAlone() {
        assertThat(exchanges()).allSatisfy(exchanges -> {
            UpstreamRequest request = exchanges.translated("plain", "up", null);
            assertThat(request.headers().get("Authorization")).isEqualTo("Bearer " + Exchanges.SECRET);
            assertThat(request.url() + request.body()).doesNotContain(Exchanges.SECRET);
        });
    }

    private Stream<Exchanges> exchanges() {
        return adapter.operations().stream()
                .filter(READERS::containsKey)
                .sorted()
                .map(operation -> new Exchanges(adapter, operation, Objects.requireNonNull(READERS.get(operation))));
    }
}
