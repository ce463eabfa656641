package dev.tollgate.edge.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.edge.json.Invalid;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartParserTest {
    private static final String FORM = """
            --b0
            Content-Disposition: form-data; name="file"; filename="a.wav"
            Content-Type: audio/wav

            RI\r
            --b\r
            --b1 no boundary
            --b0
            content-disposition: form-data; name=model

            whisper-1
            --b0 \t
            Content-Disposition: form-data; name="empty"


            --b0
            Content-Disposition: form-data; name="timestamp_granularities[]"

            wörd
            --b0--
            """.replace("\n", "\r\n").replace("\r\r", "\r");

    /// What a form was cut into.
    private static final class Parts implements MultipartParser.Sink {
        final List<String> all = new ArrayList<>();
        private PartHead head = new PartHead("", null, null);
        private ByteArrayOutputStream data = new ByteArrayOutputStream();

        @Override
        public void begin(PartHead part) {
            head = part;
            data = new ByteArrayOutputStream();
        }

        @Override
        public void data(byte[] bytes, int from, int to) {
            data.write(bytes, from, to - from);
        }

        @Override
        public void end() {
            all.add(head.name() + "|" + head.filename() + "|" + head.contentType() + "|"
                    + data.toString(StandardCharsets.UTF_8));
        }
    }

    private static final List<String> CUT = List.of(
            "file|a.wav|audio/wav|RI\r\n--b\r\n--b1 no boundary",
            "model|null|null|whisper-1",
            "empty|null|null|",
            "timestamp_granularities[]|null|null|wörd");

    @Test
    void isTheSameWhereverItIsSplitInTwo() {
        byte[] form = bytes(FORM);
        for (int at = 0; at <= form.length; at++) {
            assertThat(cut(Arrays.copyOf(form, at), Arrays.copyOfRange(form, at, form.length)))
                    .as("split at %d", at)
                    .isEqualTo(CUT);
        }
    }

    @Test
    void isTheSameByteByByte() {
        byte[] form = bytes("what an old mailer says\r\n" + FORM + "and an epilogue");
        byte[][] pieces = new byte[form.length][];
        for (int i = 0; i < form.length; i++) {
            pieces[i] = new byte[] {form[i]};
        }
        assertThat(cut(pieces)).isEqualTo(CUT);
    }

    /// Whatever its bytes are, a file comes out as it went in.
    @Property(tries = 300)
    void anyFileComesOutAsItWentIn(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] alphabet = bytes("\r\n-b0x");
        byte[] file = new byte[random.nextInt(300)];
        for (int i = 0; i < file.length; i++) {
            file[i] = alphabet[random.nextInt(alphabet.length)];
        }
        String content = new String(file, StandardCharsets.ISO_8859_1).replace("\r\n--b0", "");
        byte[] form = bytes("--b0\r\nContent-Disposition: form-data; name=f\r\n\r\n" + content + "\r\n--b0--\r\n");
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < form.length; ) {
            int to = Math.min(form.length, at + 1 + random.nextInt(20));
            pieces.add(Arrays.copyOfRange(form, at, to));
            at = to;
        }
        // A content may end or be cut such that it holds the boundary again.
        if (!("\r\n" + content).contains("\r\n--b0")) {
            assertThat(cut(pieces.toArray(byte[][]::new))).containsExactly("f|null|null|" + content);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no boundary at all",
                "--b0\r\n",
                "--b0\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue",
                "--b0\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue\r\n--b0",
                "--b0\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue\r\n--b0\r\n",
                "--b0x\r\n",
                "--b0-x",
                "--b0\r\nno header\r\n\r\nvalue\r\n--b0--",
                "--b0\r\nContent-Type: text/plain\r\n\r\nvalue\r\n--b0--",
                "--b0\r\nContent-Disposition: attachment; name=a\r\n\r\nvalue\r\n--b0--",
                "--b0\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--b0--",
                "--b0\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nvalue\r\n--b0--",
                "--b0\r\nContent-Disposition: form-data; name=\"a\u0001\"\r\n\r\nvalue\r\n--b0--",
                "--b0\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nv\r\n--b0--"
            })
    void isNoForm(String body) {
        assertThatThrownBy(() -> cut(bytes(body))).isInstanceOfSatisfying(Invalid.class, invalid -> assertThat(
                        invalid.error().message())
                .startsWith("The body is not a valid multipart form: "));
    }

    @Test
    void aHeadOfAnyLengthIsNotGathered() {
        MultipartParser parser = new MultipartParser("b0", 9, new Parts());
        parser.feed(bytes("--b0\r\nX: "));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        parser.feed(new byte[1_024]);
                    }
                })
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("too long");
    }

    @Test
    void hasNoMorePartsThanAreAllowed() {
        String part = "--b0\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n";
        MultipartParser three = new MultipartParser("b0", 3, new Parts());
        three.feed(bytes(part.repeat(3) + "--b0--"));
        three.end();
        MultipartParser four = new MultipartParser("b0", 3, new Parts());
        assertThatThrownBy(() -> four.feed(bytes(part.repeat(4))))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("more than 3 parts");
    }

    private static List<String> cut(byte[]... pieces) {
        Parts parts = new Parts();
        MultipartParser parser = new MultipartParser("b0", 9, parts);
        for (byte[] piece : pieces) {
            parser.feed(piece);
        }
        parser.end();
        return parts.all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
