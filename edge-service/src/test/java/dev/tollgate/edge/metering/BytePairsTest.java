package dev.tollgate.edge.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BytePairsTest {
    private static int count(Vocabulary vocabulary, String piece) {
        return new BytePairs(vocabulary).count(piece, 0, piece.length());
    }

    @Test
    void aPieceThatIsATokenIsOneWhateverItsPartsAre() throws IOException {
        assertThat(count(VocabularyTest.of("a", "b", "c", "abc"), "abc")).isOne();
    }

    @Test
    void whatIsNoTokenIsItsBytes() throws IOException {
        Vocabulary vocabulary = VocabularyTest.of("a", "b");
        assertThat(count(vocabulary, "aabb")).isEqualTo(4);
        assertThat(count(vocabulary, "é")).isEqualTo(2);
        assertThat(count(vocabulary, "你")).isEqualTo(3);
        assertThat(count(vocabulary, "😀")).isEqualTo(4);
    }

    /// "bc" first leaves "a", "bc", "d"; "ab" first makes two of four.
    @Test
    void theLowestRankIsMergedFirst() throws IOException {
        assertThat(count(VocabularyTest.of("a", "b", "c", "d", "bc", "ab", "cd"), "abcd"))
                .isEqualTo(3);
        assertThat(count(VocabularyTest.of("a", "b", "c", "d", "ab", "bc", "cd"), "abcd"))
                .isEqualTo(2);
    }

    /// From the left it is "aa", "a", "b"; from the right it would be "a", "aab".
    @Test
    void ofEqualRanksTheOneFurtherLeftIsMergedFirst() throws IOException {
        assertThat(count(VocabularyTest.of("a", "b", "aa", "aab"), "aaab")).isEqualTo(3);
    }

    @Test
    void mergersAreMergedOn() throws IOException {
        assertThat(count(VocabularyTest.of("a", "aa", "aaaa", "aaaaaaaa"), "a".repeat(8 * 1_000 + 7)))
                .isEqualTo(1_003);
    }

    @Test
    void isUsedForPieceAfterPiece() throws IOException {
        BytePairs pairs = new BytePairs(VocabularyTest.of("a", "b", "ab"));
        String text = "abbab" + "ab".repeat(5_000) + "a";
        assertThat(pairs.count(text, 0, 2)).isOne();
        assertThat(pairs.count(text, 2, text.length())).isEqualTo(5_003);
        assertThat(pairs.count(text, 1, 5)).isEqualTo(3);
    }
}
