package dev.tollgate.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Streams that are redacted on their way, in callers' formats.
class RedactingReaderTest {
    private static final Redactor EMAILS =
            Redactor.of(new Guardrails.Redaction(List.of(new Guardrails.Pattern("email", null, 0)), "[{name}]"));

    private final List<String> told = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();

    @Test
    void redactsWhatComesInPiecesAndKeepsEveryEvent() {
        read(Operation.CHAT, chat("Ask ann@ex"), chat("ample.c"), chat("om now"), stop());

        assertThat(told).containsExactly(chat("Ask "), chat(""), chat("[email] now"), stop());
    }

    @Test
    void tellsWhatWasHeldBackWithTheLastEventOfItsText() {
        read(Operation.CHAT, chat("a"), chat("nn@example.com"), stop());

        assertThat(told).containsExactly(chat(""), chat("[email]"), stop());
    }

    @Test
    void countsWhatTheModelWrote() {
        read(Operation.CHAT, chat("ann@example.com"), stop());

        assertThat(counted).containsExactly("ann@example.com");
    }

    @Test
    void keepsChoicesApart() {
        read(Operation.CHAT, choice(0, "ann@exa"), choice(1, "bob@exa"), choice(0, "mple.com"), choice(1, "mple.org"));

        assertThat(told)
                .containsExactly(
                        choice(0, ""), choice(1, ""), choice(0, ""), choice(1, "[email]"), choice(0, "[email]"));
    }

    @Test
    void aLastPieceThatSaysWhyItEndsIsToldWhole() {
        String last = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"mple.com\"},\"finish_reason\":\"stop\"}]}";
        read(Operation.CHAT, chat("ann@exa"), last);

        assertThat(told).containsExactly(chat(""), last.replace("mple.com", "[email]"));
    }

    @Test
    void redactsTheBlocksOfAMessageAndLetsPingsPass() {
        read(
                Operation.MESSAGES,
                block("Ask ann@ex"),
                "{\"type\":\"ping\"}",
                block("ample.com"),
                "{\"type\":\"content_block_stop\",\"index\":0}");

        assertThat(told)
                .containsExactly(
                        "{\"type\":\"ping\"}",
                        block("Ask "),
                        block("[email]"),
                        "{\"type\":\"content_block_stop\",\"index\":0}");
    }

    @Test
    void redactsWhatAResponseSaysAgainAtItsEnd() {
        String done = "{\"type\":\"response.output_text.done\",\"output_index\":0,\"content_index\":0,"
                + "\"text\":\"ann@example.com\",\"logprobs\":[{\"token\":\"ann\"}]}";
        read(Operation.RESPONSES, delta("ann@ex"), delta("ample.com"), done);

        assertThat(told)
                .containsExactly(
                        delta(""),
                        delta("[email]"),
                        done.replace("ann@example.com", "[email]").replace("{\"token\":\"ann\"}", ""));
    }

    @Test
    void redactsTheFrameThatClosesAStream() {
        Scripted scripted = new Scripted("event: response.completed\ndata: {\"response\":{\"output\":[{\"content\":"
                + "[{\"text\":\"ann@example.com\"}]}]}}\n\n");

        assertThat(reader(Operation.RESPONSES, scripted).closing())
                .hasToString("event: response.completed\ndata: {\"response\":{\"output\":[{\"content\":"
                        + "[{\"text\":\"[email]\"}]}]}}\n\n");
    }

    @Test
    void leavesWhatEndsAChatAsItIs() {
        assertThat(reader(Operation.CHAT, new Scripted(AnswerReader.DONE.toString()))
                        .closing())
                .hasToString(AnswerReader.DONE.toString());
    }

    private static String chat(String text) {
        return choice(0, text);
    }

    private static String choice(int index, String text) {
        return "{\"choices\":[{\"index\":" + index + ",\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}";
    }

    private static String stop() {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    }

    private static String block(String text) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text
                + "\"}}";
    }

    private static String delta(String text) {
        return "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + text
                + "\",\"logprobs\":[]}";
    }

    private static RedactingReader reader(Operation operation, Scripted scripted) {
        return new RedactingReader(scripted, EMAILS, pattern -> {}, new EventWords(operation));
    }

    private void read(Operation operation, String... events) {
        RedactingReader reader = reader(operation, new Scripted(""));
        Told out = new Told();
        for (String event : events) {
            byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
            assertThat(reader.event(bytes, 0, bytes.length, out)).isEqualTo(Reading.MORE);
        }
        assertThat(reader.end(out)).isEqualTo(Reading.DONE);
    }

    /// Passes each event on, and tells its text.
    private record Scripted(String close) implements AnswerReader {
        @Override
        public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
            String event = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            out.begin();
            out.json(bytes, from, to);
            int text = event.indexOf("\"content\":\"");
            if (text > 0) {
                byte[] said = event.substring(text + 11, event.indexOf('"', text + 11))
                        .getBytes(StandardCharsets.UTF_8);
                out.text(said, 0, said.length);
            }
            out.end();
            return Reading.MORE;
        }

        @Override
        public Reading end(AnswerWriter out) {
            return Reading.DONE;
        }

        @Override
        public Buffer closing() {
            return Buffer.buffer(close);
        }

        @Override
        public @Nullable Quantities usage() {
            return null;
        }
    }

    private final class Told implements AnswerWriter {
        private final StringBuilder json = new StringBuilder();

        @Override
        public void begin() {
            json.setLength(0);
        }

        @Override
        public void json(byte[] bytes, int from, int to) {
            json.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void text(byte[] bytes, int from, int to) {
            counted.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void tokens(long tokens) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void end() {
            told.add(json.toString());
        }
    }
}
