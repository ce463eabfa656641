package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.anthropic.AnthropicAdapter;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.spi.TestChat;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Anthropic's events, cut at every byte on their way: the same chunks come out.
class AnthropicSplitTest {
    private static final Path EXCHANGES = Path.of("src/test/resources/provider/anthropic");

    @ParameterizedTest
    @CsvSource({"stream-with-usage, LF", "stream-with-usage, CRLF", "stream-with-tools, LF", "stream-with-tools, CR"})
    void anEventStreamCutAnywhereReadsTheSame(String exchange, String lineEnd) throws IOException {
        String file = Files.readString(EXCHANGES.resolve(exchange + "/upstream.http"));
        String end = lineEnd.replace("CR", "\r").replace("LF", "\n");
        byte[] stream =
                file.substring(file.indexOf("\n\n") + 2).replace("\n", end).getBytes(StandardCharsets.UTF_8);
        List<String> whole = read(stream, stream.length);

        assertThat(whole).hasSizeGreaterThan(4);
        for (int at = 1; at < stream.length; at++) {
            assertThat(read(stream, at)).as("cut at %d", at).isEqualTo(whole);
        }
    }

    /// The chunks, without the second in which they were made.
    private static List<String> read(byte[] stream, int cut) {
        AnswerReader reader = new AnthropicAdapter().reader(new TestChat("m", true, true));
        RecordingWriter out = new RecordingWriter();
        List<Reading> ends = new ArrayList<>();
        SseSplitter splitter = new SseSplitter(1 << 20);
        for (Buffer part : List.of(
                Buffer.buffer().appendBytes(stream, 0, cut),
                Buffer.buffer().appendBytes(stream, cut, stream.length - cut))) {
            splitter.feed(part, (bytes, from, to) -> {
                Reading reading = reader.event(bytes, from, to, out);
                ends.add(reading);
                return reading instanceof Reading.More;
            });
        }
        assertThat(ends.getLast()).isEqualTo(Reading.DONE);
        return out.chunks.stream()
                .map(chunk -> chunk.replaceFirst("\"created\":\\d+", ""))
                .toList();
    }
}
