package dev.tollgate.edge.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.provider.spi.Exchanges.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every adapter must do, whatever its dialect: played by the same exchanges, each with its provider's bytes
/// on disk.
public abstract class ProviderAdapterContract extends FailuresContract {
    private static final Set<String> TEXT_FIELDS =
            Set.of("content", "reasoning_content", "reasoning", "refusal", "arguments");

    private final Exchanges exchanges = new Exchanges(adapter);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "plain-without-usage",
                "plain-with-tools",
                "plain-error",
                "plain-truncated",
                "stream",
                "stream-with-usage",
                "stream-without-usage",
                "stream-with-tools",
                "stream-error",
                "stream-truncated"
            })
    void anExchangeIsAsOnDisk(String name) {
        String sent = exchanges.sent(name);
        assertThat(sent).isEqualTo(exchanges.golden(name + "/sent.json", sent));
        String received = Exchanges.received(exchanges.play(name));
        assertThat(received).isEqualTo(exchanges.golden(name + "/received.txt", received));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "plain-with-tools", "stream", "stream-with-usage", "stream-with-tools"})
    void whatTheCallerGetsIsOpenAisShapeUnderThePublicName(String name) {
        Played played = exchanges.play(name);
        assertThat(played.end()).isEqualTo(Reading.DONE);
        assertThat(played.written().chunks).isNotEmpty().allSatisfy(chunk -> {
            JsonNode json = Exchanges.json(chunk);
            assertThat(json.path("model").textValue()).isEqualTo("public-model");
            assertThat(json.path("object").textValue()).startsWith("chat.completion");
            assertThat(json.path("choices").isArray()).isTrue();
            assertThat(json.path("id").textValue()).isNotBlank();
            assertThat(json.path("created").isIntegralNumber()).isTrue();
        });
        if (name.startsWith("stream")) {
            assertThat(played.written().chunks).noneMatch(chunk -> chunk.contains("\n") || chunk.contains("\r"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "plain-without-usage", "plain-with-tools", "stream", "stream-with-tools"})
    void allTextOfAllChoicesIsTold(String name) {
        Played played = exchanges.play(name);
        List<String> shown = new ArrayList<>();
        for (String chunk : played.written().chunks) {
            texts(Exchanges.json(chunk).path("choices"), shown);
        }
        StringBuilder told = new StringBuilder();
        played.written()
                .texts
                .forEach(text -> told.append(Exchanges.json('"' + text + '"').textValue()));
        assertThat(told).hasToString(String.join("", shown)).isNotEmpty();
    }

    private static void texts(JsonNode node, List<String> texts) {
        node.properties().forEach(field -> {
            if (TEXT_FIELDS.contains(field.getKey()) && field.getValue().isTextual()) {
                texts.add(field.getValue().textValue());
            } else {
                texts(field.getValue(), texts);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> texts(element, texts));
        }
    }

    @Test
    void theSecretIsSentAndNotInTheBody() {
        UpstreamRequest request = exchanges.translated("plain", "up", null);
        assertThat(request.headers().toString() + request.url()).contains(Exchanges.SECRET);
        assertThat(request.body().toString()).doesNotContain(Exchanges.SECRET);
        assertThat(request.toString()).doesNotContain(Exchanges.SECRET);
    }

    @Test
    void usageIsTheSamePlainAndStreamed() {
        assertThat(exchanges.play("plain").usage()).isNotNull();
        assertThat(exchanges.play("stream").usage())
                .isEqualTo(exchanges.play("plain").usage());
        assertThat(exchanges.play("plain-without-usage").usage()).isNull();
        assertThat(exchanges.play("stream-without-usage").usage()).isNull();
    }

    /// SDKs index `choices[0]`: a chunk without choices is for those who asked for usage.
    @Test
    void theUsageChunkIsForThoseWhoAskedForIt() {
        assertThat(exchanges.play("stream").written().chunks)
                .noneMatch(chunk -> Exchanges.json(chunk).path("choices").isEmpty());
        JsonNode last = Exchanges.json(
                exchanges.play("stream-with-usage").written().chunks.getLast());
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.path("usage").path("prompt_tokens").longValue())
                .isEqualTo(
                        Objects.requireNonNull(exchanges.play("plain").usage()).input());
    }

    @Test
    void aFailureInTheMiddleIsNoEnd() {
        for (String name : List.of("stream-error", "stream-truncated", "plain-error", "plain-truncated")) {
            assertThat(exchanges.play(name).end()).as(name).isInstanceOf(Reading.Failed.class);
        }
        assertThat(exchanges.play("stream-error").written().chunks).isNotEmpty();
        assertThat(exchanges.play("plain-truncated").written().chunks).isEmpty();
    }
}
