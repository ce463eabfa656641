package dev.tollgate.edge.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
    /// A vocabulary whose tokens' ranks are their places.
    static Vocabulary of(String... tokens) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int rank = 0; rank < tokens.length; rank++) {
            lines.append(Base64.getEncoder().encodeToString(tokens[rank].getBytes(UTF_8)))
                    .append(' ')
                    .append(rank)
                    .append('\n');
        }
        return read(lines.toString(), tokens.length);
    }

    private static Vocabulary read(String lines, int tokens) throws IOException {
        return VocabularyReader.read(new ByteArrayInputStream(lines.getBytes(UTF_8)), tokens);
    }

    private static int rank(Vocabulary vocabulary, String bytes) {
        byte[] text = ("<" + bytes + ">").getBytes(UTF_8);
        return vocabulary.rank(text, 1, text.length - 1);
    }

    @Test
    void knowsTheRankOfEachTokenAndOfNothingElse() throws IOException {
        Vocabulary vocabulary = of("a", "b", "ab", "abc", "  four", "你好");
        assertThat(rank(vocabulary, "a")).isZero();
        assertThat(rank(vocabulary, "ab")).isEqualTo(2);
        assertThat(rank(vocabulary, "abc")).isEqualTo(3);
        assertThat(rank(vocabulary, "  four")).isEqualTo(4);
        assertThat(rank(vocabulary, "你好")).isEqualTo(5);
        assertThat(rank(vocabulary, "ba")).isEqualTo(Vocabulary.NO_RANK);
        assertThat(rank(vocabulary, "abcd")).isEqualTo(Vocabulary.NO_RANK);
        assertThat(rank(vocabulary, "longer than any token")).isEqualTo(Vocabulary.NO_RANK);
    }

    @Test
    void findsEveryTokenOfAFullTable() throws IOException {
        String[] tokens = new String[1 << 12];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = Integer.toString(i, 3);
        }
        Vocabulary vocabulary = of(tokens);
        for (int i = 0; i < tokens.length; i++) {
            assertThat(rank(vocabulary, tokens[i])).isEqualTo(i);
        }
        assertThat(rank(vocabulary, "3")).isEqualTo(Vocabulary.NO_RANK);
    }

    @Test
    void readsALastLineThatDoesNotEnd() throws IOException {
        assertThat(rank(read("YQ== 0\nYWI= 1", 2), "ab")).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "YQ== 0\n",
                "YQ== 0\nYWI=",
                "YQ== 0\nYWI= 2\n",
                "YQ== 0\nYWI= x\n",
                "YQ== 0\nY.I= 1\n",
                "YQ== 0\nYWI= 1\nYWJj 2\n"
            })
    void refusesAnythingButTheTokensThatItExpects(String lines) {
        assertThatThrownBy(() -> read(lines, 2)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesMoreTokensThanAnEntryCanHold() {
        assertThatThrownBy(() -> new Vocabulary(new byte[0], new int[1 << 18]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
