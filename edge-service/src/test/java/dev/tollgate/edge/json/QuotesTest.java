package dev.tollgate.edge.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class QuotesTest {
    @Property
    void findsTheFirstQuoteThatIsNotEscaped(
            @ForAll @Chars({'"', '\\', '#', ']', 'a', '\u00a2', '\u00dc'}) @StringLength(max = 60) String text,
            @ForAll @IntRange(max = 9) int from) {
        byte[] bytes = ("#########" + text).getBytes(StandardCharsets.ISO_8859_1);
        int expected = from;
        while (expected < bytes.length && bytes[expected] != '"') {
            expected += bytes[expected] == '\\' ? 2 : 1;
        }
        int found = Quotes.closing(bytes, from, bytes.length);
        assertThat(Math.min(found, bytes.length)).isEqualTo(Math.min(expected, bytes.length));
    }

    @Test
    void looksNoFurtherThanItIsTold() {
        byte[] bytes = "0123456789\"".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Quotes.closing(bytes, 0, bytes.length)).isEqualTo(10);
        assertThat(Quotes.closing(bytes, 0, 10)).isEqualTo(10);
        assertThat(Quotes.closing(bytes, 0, 5)).isEqualTo(5);
    }
}
