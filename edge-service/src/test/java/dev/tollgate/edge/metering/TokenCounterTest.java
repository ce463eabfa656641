package dev.tollgate.edge.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCounterTest {
    private static final String GREETING = "hello world, 你好世界";

    private final TokenCounter counter = new TokenCounter();

    /// Counts by OpenAI's own tokenizer: o200k_base knows both Chinese words, cl100k_base needs more tokens.
    @ParameterizedTest
    @CsvSource({
        "gpt-4o,6",
        "gpt-4o-mini,6",
        "gpt-4.1,6",
        "gpt-5.5,6",
        "o1,6",
        "o3-mini,6",
        "openai/gpt-4o,6",
        "chatgpt-4o-latest,6",
        "gpt-4,9",
        "gpt-4-turbo,9",
        "gpt-3.5-turbo,9",
        "claude-3-5-sonnet,8",
        "gemini-2.0-flash,8",
        "deepseek-chat,8",
        "o1000x,8",
        "demo,8"
    })
    void countsByTheModelsOwnEncodingAndABoundElsewhere(String model, long tokens) {
        assertThat(counter.count(model, GREETING)).isEqualTo(tokens);
    }

    @Test
    void nothingIsNoToken() {
        assertThat(counter.count("gpt-4o", "")).isZero();
        assertThat(counter.count("demo", "")).isZero();
        assertThat(counter.count("demo", "a")).isOne();
    }

    @Test
    void specialTokensAreText() {
        assertThat(counter.count("gpt-4o", "<|endoftext|>")).isGreaterThan(1);
    }

    @Property(tries = 200)
    void aTokenHasAtLeastOneByte(@ForAll @StringLength(max = 600) String text) {
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        // A surrogate without its half is one byte to Java's encoder, and more to others.
        long most = text.chars().anyMatch(c -> Character.isSurrogate((char) c)) ? 3L * text.length() : bytes;
        assertThat(counter.count("gpt-4o", text)).isBetween(text.isEmpty() ? 0L : 1L, Math.max(1, most));
        assertThat(counter.count("demo", text)).isBetween(text.isEmpty() ? 0L : 1L, Math.max(1, most));
    }

    /// A run of one letter costs an encoder the square of its length; cut, a token more for each cut.
    @Test
    void aRunWithoutSpacesIsCutAndStaysCloseToTheWhole() {
        String word = "antidisestablishmentarianism";
        long one = counter.count("gpt-4o", word);
        assertThat(counter.count("gpt-4o", word.repeat(40)))
                .isBetween(40 * one, 40 * one + 2 * 40L * word.length() / 256);
        String face = "\ud83d\ude00";
        long faces = counter.count("gpt-4o", face.repeat(1_000));
        assertThat(faces).isBetween(1_000L, 2_100L);
    }

    @Test
    void textBeyondTheExactBoundIsTakenToBeLikeItsBeginning() {
        String text = "hello ".repeat(TokenCounter.EXACT_CHARS_MAX / 6);
        long exact = counter.count("gpt-4o", text);
        assertThat(counter.count("gpt-4o", text.repeat(10))).isCloseTo(exact * 10, Percentage.withPercentage(0.1));
    }
}
