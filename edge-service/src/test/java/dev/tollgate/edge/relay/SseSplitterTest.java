package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.EventSplitter;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseSplitterTest {
    private static final int EVENT_MAX = 16 * 1024 * 1024;

    /// With every oddity that providers have: comments, names of events, no space, two lines, characters of four
    /// bytes.
    private static final String GOLDEN = """
            : OPENROUTER PROCESSING

            event: message
            id: 7
            data: {"choices":[{"delta":{"content":"gr\u00fc\u00df \ud83d\ude00"}}]}

            data:{"choices":[{"delta":{"content":"\u732b\\n"}}]}
            retry: 100



            :
            data: {"choices":[],
            :between
            data:  "usage":{"prompt_tokens":1}}

            data: [DONE]

            """;

    private static final List<String> EVENTS = List.of(
            "{\"choices\":[{\"delta\":{\"content\":\"gr\u00fc\u00df \ud83d\ude00\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"\u732b\\n\"}}]}",
            "{\"choices\":[],  \"usage\":{\"prompt_tokens\":1}}",
            "[DONE]");

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void everySplitGivesTheSameEvents(String lineEnd) {
        byte[] stream = golden(lineEnd);
        for (int at = 0; at <= stream.length; at++) {
            assertThat(split(Arrays.copyOf(stream, at), Arrays.copyOfRange(stream, at, stream.length)))
                    .as("split at %d", at)
                    .isEqualTo(EVENTS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void bytesOneByOneGiveTheSameEvents(String lineEnd) {
        byte[] stream = golden(lineEnd);
        byte[][] single = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            single[i] = new byte[] {stream[i]};
        }
        assertThat(split(single)).isEqualTo(EVENTS);
    }

    @Property(tries = 300)
    void anyChunkingGivesTheSameEvents(
            @ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> sizes, @ForAll @IntRange(max = 2) int ending) {
        byte[] stream = golden(List.of("\n", "\r", "\r\n").get(ending));
        List<byte[]> chunks = new ArrayList<>();
        int at = 0;
        for (int size : sizes) {
            int end = Math.min(at + size, stream.length);
            chunks.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        chunks.add(Arrays.copyOfRange(stream, at, stream.length));
        assertThat(split(chunks.toArray(byte[][]::new))).isEqualTo(EVENTS);
    }

    @Test
    void lineEndsMayBeMixed() {
        assertThat(split("data: a\r\n\ndata: b\n\r\ndata: c\r\rdata: d\n\n")).containsExactly("a", "b", "c", "d");
    }

    /// What is passed on as one `data` line must be one.
    @Test
    void linesOfOneEventBecomeOneLine() {
        assertThat(split("data: {\ndata: \"a\":\r\ndata:1}\n\n")).containsExactly("{ \"a\": 1}");
    }

    @Test
    void onlyOneSpaceBehindTheColonIsDropped() {
        assertThat(split("data:  a\n\ndata:b\n\ndata: \n\n")).containsExactly(" a", "b");
    }

    @Test
    void otherFieldsAndCommentsAreNoEvents() {
        assertThat(split(": ping\n\nevent: x\nid: 1\n\ndatum: x\n\ndataset:1\n\n:data: x\n\n data: x\n\n\n\n"))
                .isEmpty();
    }

    @Test
    void dataThatIsEmptyIsNoEvent() {
        assertThat(split("data:\n\ndata: \n\ndata\n\ndata:\ndata:\n\ndata: a\n\n"))
                .containsExactly("a");
        assertThat(split("data:\ndata: a\ndata:\ndata: b\n\n")).containsExactly("a  b");
    }

    @Test
    void whatHasNotEndedIsNoEventBeforeTheStreamEnds() {
        assertThat(split("data: a\n\ndata: b")).containsExactly("a");
        assertThat(split("data: a\n\ndata: b\n")).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: a\n\ndata: [DONE]", "data: a\n\ndata: [DONE]\n", "data: a\r\n\r\ndata: [DONE]\r\n"})
    void theEndOfTheStreamEndsTheLastEvent(String stream) {
        List<String> events = new ArrayList<>();
        SseSplitter splitter = new SseSplitter(EVENT_MAX);
        EventSplitter.Sink sink = (bytes, from, to) -> events.add(text(bytes, from, to));
        splitter.feed(Buffer.buffer(stream), sink);
        splitter.end(sink);
        assertThat(events).containsExactly("a", "[DONE]");
    }

    @Test
    void anEndBehindACompleteEventTellsNoMore() {
        List<String> events = new ArrayList<>();
        SseSplitter splitter = new SseSplitter(EVENT_MAX);
        EventSplitter.Sink sink = (bytes, from, to) -> events.add(text(bytes, from, to));
        splitter.feed(Buffer.buffer("data: a\n\n: bye\n"), sink);
        splitter.end(sink);
        assertThat(events).containsExactly("a");
    }

    @Test
    void aSinkThatHasHeardEnoughHearsNoMore() {
        List<String> heard = new ArrayList<>();
        boolean fits = new SseSplitter(EVENT_MAX).feed(Buffer.buffer("data: a\n\ndata: b\n\n"), (bytes, from, to) -> {
            heard.add(text(bytes, from, to));
            return false;
        });
        assertThat(fits).isTrue();
        assertThat(heard).containsExactly("a");
    }

    @Test
    void anEventOfMegabytesPasses() {
        String image = "i".repeat(8 * 1024 * 1024);
        byte[] stream = ("data: " + image + "\n\n").getBytes(StandardCharsets.UTF_8);
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at < stream.length; at += 16_384) {
            packets.add(Arrays.copyOfRange(stream, at, Math.min(at + 16_384, stream.length)));
        }
        assertThat(split(packets.toArray(byte[][]::new))).containsExactly(image);
    }

    @Test
    void anEventWithoutEndIsRefused() {
        SseSplitter line = new SseSplitter(EVENT_MAX);
        SseSplitter lines = new SseSplitter(EVENT_MAX);
        Buffer megabyte = Buffer.buffer("data: " + "x".repeat(1024 * 1024));
        Buffer megabyteLine = megabyte.copy().appendString("\n");
        int took = 0;
        int tookLines = 0;
        for (int i = 0; i < 32; i++) {
            took += line.feed(megabyte, (bytes, from, to) -> true) ? 1 : 0;
            tookLines += lines.feed(megabyteLine, (bytes, from, to) -> true) ? 1 : 0;
        }
        assertThat(took).isBetween(14, 16);
        assertThat(tookLines).isBetween(14, 16);
    }

    private static byte[] golden(String lineEnd) {
        return GOLDEN.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> split(String stream) {
        return split(stream.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> split(byte[]... chunks) {
        List<String> events = new ArrayList<>();
        SseSplitter splitter = new SseSplitter(EVENT_MAX);
        for (byte[] chunk : chunks) {
            assertThat(splitter.feed(Buffer.buffer(chunk), (bytes, from, to) -> events.add(text(bytes, from, to))))
                    .isTrue();
        }
        return events;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
