package dev.tollgate.edge.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tollgate.edge.audio.speech.Speeches;
import dev.tollgate.edge.audio.transcription.Recordings;
import dev.tollgate.edge.completions.CompletionsRequests;
import dev.tollgate.edge.embeddings.EmbeddingsRequests;
import dev.tollgate.edge.images.ImagesRequests;
import dev.tollgate.edge.messages.Messages;
import dev.tollgate.edge.moderation.ModerationRequests;
import dev.tollgate.edge.provider.spi.Exchanges.Played;
import dev.tollgate.edge.rerank.RerankRequests;
import dev.tollgate.edge.responses.ResponsesRequests;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every adapter must do for each operation that it has words for, chat aside, which has a contract of
/// its own ([ProviderAdapterContract]): played by the exchanges in `provider/<kind>/<capability>`; what
/// serves a chat in another format is in a folder by its label.
///
/// Of these names there must be one for each: `plain`, `plain-without-usage`, `plain-error` (told with status
/// 200), `plain-truncated`; and where there are streams: `stream`, `stream-without-usage`, `stream-error`,
/// `stream-truncated`. Of speech, which is relayed as it comes, the plain ones are `plain` and `plain-error`.
/// Any others may be there.
public abstract class OperationContract extends FailuresContract {
    private static final List<String> PLAIN = List.of("plain", "plain-without-usage", "plain-error", "plain-truncated");
    private static final List<String> SOUND = List.of("plain", "plain-error");
    private static final List<String> STREAM =
            List.of("stream", "stream-without-usage", "stream-error", "stream-truncated");
    private static final Set<Operation> STREAMED = Set.of(
            Operation.MESSAGES,
            Operation.COMPLETIONS,
            Operation.IMAGES,
            Operation.IMAGE_EDITS,
            Operation.SPEECH,
            Operation.TRANSCRIPTION,
            Operation.RESPONSES);

    /// How a caller's body is read.
    private static final Map<Operation, Function<String, ? extends CallBody>> READERS = Map.ofEntries(
            Map.entry(Operation.MESSAGES, Messages::body),
            Map.entry(Operation.COMPLETIONS, CompletionsRequests::body),
            Map.entry(Operation.EMBEDDINGS, EmbeddingsRequests::body),
            Map.entry(Operation.RERANK, RerankRequests::body),
            Map.entry(Operation.IMAGES, ImagesRequests::body),
            Map.entry(Operation.IMAGE_EDITS, ImagesRequests::edit),
            Map.entry(Operation.IMAGE_VARIATIONS, ImagesRequests::variation),
            Map.entry(Operation.SPEECH, Speeches::body),
            Map.entry(Operation.TRANSCRIPTION, Recordings::body),
            Map.entry(Operation.TRANSLATION, Recordings::translated),
            Map.entry(Operation.MODERATION, ModerationRequests::body),
            Map.entry(Operation.RESPONSES, ResponsesRequests::body));

    /// Which of its operations come as streams of events too, where they are asked for.
    protected Set<Operation> streamed() {
        return STREAMED;
    }

    /// Chat has a contract of its own, and sessions are no exchanges.
    @Test
    void everyOperationIsPlayed() {
        assertThat(adapter.operations()).isNotEmpty();
        Set<Operation> played = EnumSet.copyOf(READERS.keySet());
        played.add(Operation.CHAT);
        assertThat(played).containsAll(adapter.operations());
    }

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
                .filter(exchanges -> exchanges.operation() != Operation.SPEECH)
                .map(exchanges -> dynamicTest(exchanges.toString(), () -> {
                    assertThat(exchanges.names()).containsAll(PLAIN);
                    readsWhatIsWhole(exchanges, "plain");
                    assertThat(exchanges.play("plain").written().chunks)
                            .singleElement()
                            .satisfies(answer -> assertThat(
                                            Exchanges.json(answer).path("model").asText("public-model"))
                                    .isEqualTo("public-model"));
                    for (String name : List.of("plain-error", "plain-truncated")) {
                        Played played = exchanges.play(name);
                        assertThat(played.end()).as(name).isInstanceOf(Reading.Failed.class);
                        assertThat(played.written().chunks).as(name).isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aStreamIsReadAndItsFailuresAreNoEnd() {
        return exchanges()
                .filter(exchanges -> streamed().contains(exchanges.operation()))
                .map(exchanges -> dynamicTest(exchanges.toString(), () -> {
                    assertThat(exchanges.names()).containsAll(STREAM);
                    readsWhatIsWhole(exchanges, "stream");
                    for (String name : List.of("stream-error", "stream-truncated")) {
                        Played played = exchanges.play(name);
                        assertThat(played.end()).as(name).isInstanceOf(Reading.Failed.class);
                        assertThat(played.written().chunks).as(name).isNotEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> soundIsCountedAndAnErrorInItsPlaceIsRead() {
        return exchanges()
                .filter(exchanges -> exchanges.operation() == Operation.SPEECH)
                .map(exchanges -> dynamicTest(exchanges.toString(), () -> {
                    assertThat(exchanges.names()).containsAll(SOUND);
                    Played sound = exchanges.play("plain");
                    assertThat(sound.contentType()).startsWith("audio/");
                    assertThat(sound.written().told).isPositive();
                    Played error = exchanges.play("plain-error");
                    assertThat(error.end()).isInstanceOf(Reading.Failed.class);
                    assertThat(error.written().chunks).isEmpty();
                }));
    }

    private static void readsWhatIsWhole(Exchanges exchanges, String name) {
        assertThat(exchanges.play(name).end()).isEqualTo(Reading.DONE);
        assertThat(exchanges.play(name).usage()).isNotNull();
        Played untold = exchanges.play(name + "-without-usage");
        assertThat(untold.end()).isEqualTo(Reading.DONE);
        assertThat(untold.usage() == null ? 0 : untold.usage().tokens()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> theCallerReadsThePublicName() {
        return exchanges().flatMap(exchanges -> exchanges.names().stream()
                .map(name -> dynamicTest(exchanges + " " + name, () -> assertThat(
                                exchanges.play(name).written().chunks)
                        .allSatisfy(answer ->
                                assertThat(answer).doesNotContain("up-model").doesNotContain(Exchanges.SECRET)))));
    }

    @Test
    void theSecretIsInTheHeadersAlone() {
        assertThat(exchanges()).allSatisfy(exchanges -> {
            UpstreamRequest request = exchanges.translated("plain", "up", null);
            assertThat(request.headers().values()).containsAnyOf(Exchanges.SECRET, "Bearer " + Exchanges.SECRET);
            assertThat(request.url() + sent(request.content())).doesNotContain(Exchanges.SECRET);
        });
    }

    private static String sent(UpstreamBody content) {
        return switch (content) {
            case UpstreamBody.Bytes(Buffer bytes) -> bytes.toString();
            case UpstreamBody.Form form ->
                form.parts().stream()
                        .map(part -> form.head(part)
                                + switch (part) {
                                    case UpstreamBody.Field field -> field.text();
                                    case UpstreamBody.File file -> "";
                                })
                        .collect(Collectors.joining());
        };
    }

    private Stream<Exchanges> exchanges() {
        return adapter.operations().stream()
                .filter(READERS::containsKey)
                .sorted()
                .map(operation -> new Exchanges(adapter, operation, Objects.requireNonNull(READERS.get(operation))));
    }
}
