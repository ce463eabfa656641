package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.metering.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DeliveredTextTest {
    private static final TokenCounter COUNTER = new TokenCounter();

    private final List<String> counted = new ArrayList<>();
    private final DeliveredText text = new DeliveredText(piece -> {
        counted.add(piece);
        return COUNTER.count("gpt-4o", piece);
    });

    @Test
    void nothingIsCountedWhileAnEstimateWillDo() {
        for (int i = 0; i < 1_000; i++) {
            deliver(" hello");
        }
        assertThat(text.likely()).isEqualTo(1_500);
        assertThat(counted).isEmpty();
    }

    @Test
    void theCountIsThatOfTheWholeText() {
        for (int i = 0; i < 10; i++) {
            deliver(" hel");
            deliver("lo");
        }
        assertThat(text.exact()).isEqualTo(10);
        assertThat(text.likely()).isEqualTo(10);
    }

    /// Pieces are cut between words, so that nothing is counted in two halves.
    @Test
    void aLongTextIsCountedInPiecesThatAddUp() {
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < 8_000; i++) {
            String part = i % 3 == 0 ? " antidisesta" : i % 3 == 1 ? "blishment" : ",\\n\\n the";
            whole.append(part);
            deliver(part);
        }
        String said = whole.toString().replace("\\n", "\n");
        assertThat(text.exact())
                .isEqualTo(COUNTER.count("gpt-4o", said.substring(0, 60_000))
                        + COUNTER.count("gpt-4o", said.substring(60_000)));
        assertThat(counted).hasSizeGreaterThan(8).allMatch(piece -> piece.length() <= DeliveredText.HELD_MAX + 16);
    }

    @Test
    void whatWaitsIsNotDelivered() {
        deliver(" hello hello");
        add(" hello hello hello");
        text.chunkComplete();
        assertThat(text.exactWithWaiting()).isEqualTo(5);
        assertThat(text.exact()).isEqualTo(2);
        text.forgetWaiting();
        assertThat(text.exactWithWaiting()).isEqualTo(2);
        assertThat(text.likelyWithWaiting()).isEqualTo(2);
    }

    @Test
    void aChunkThatFailsCountsForNothing() {
        deliver(" hello");
        add(" hello hello");
        text.chunkFailed();
        text.deliver();
        assertThat(text.exact()).isOne();
    }

    @Test
    void aHugePieceIsHeldNoLongerThanItWaits() {
        deliver(" another".repeat(20_000));
        assertThat(text.exact()).isEqualTo(20_000);
        deliver(" hello");
        assertThat(text.exact()).isEqualTo(20_001);
    }

    /// The bound under which the gate may go by an estimate.
    @Property(tries = 100)
    void theMostIsNeverLessThanTheCount(
            @ForAll @Size(max = 40) List<@StringLength(max = 400) @AlphaChars String> parts,
            @ForAll @IntRange(max = 3) int askedEvery) {
        DeliveredText told = new DeliveredText(piece -> COUNTER.count("gpt-4o", piece));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            byte[] bytes = (parts.get(i) + " ").getBytes(StandardCharsets.UTF_8);
            told.add(bytes, 0, bytes.length);
            told.chunkComplete();
            all.append(parts.get(i)).append(' ');
            if (askedEvery > 0 && i % askedEvery == 0) {
                told.exactWithWaiting();
            }
            assertThat(told.mostWithWaiting()).isGreaterThanOrEqualTo(COUNTER.count("gpt-4o", all.toString()) - i / 20);
            told.deliver();
        }
    }

    private void deliver(String part) {
        add(part);
        text.chunkComplete();
        text.deliver();
    }

    private void add(String part) {
        byte[] bytes = ("<" + part + ">").getBytes(StandardCharsets.UTF_8);
        text.add(bytes, 1, bytes.length - 1);
    }
}
