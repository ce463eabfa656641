package dev.tollgate.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// What is on disk and goes to billing is what the mapper would have written: whoever reads it needs to know of no
/// other writer.
class FrameJsonTest {
    /// One for all, as the journal's writer has one.
    private static final FrameJson JSON = new FrameJson();

    @Property(tries = 300)
    void rule3AnOpenIsWrittenAsTheMapperWritesIt(@ForAll("opens") UsageFrame.Open open) throws Exception {
        assertAsTheMapper(open);
    }

    @Property(tries = 300)
    void rule3AProgressIsWrittenAsTheMapperWritesIt(@ForAll("texts") String id, @ForAll long delivered)
            throws Exception {
        assertAsTheMapper(new UsageFrame.Progress(UsageFrame.VERSION, id, delivered));
    }

    @Property(tries = 300)
    void rule3ADoneIsWrittenAsTheMapperWritesIt(@ForAll("dones") UsageFrame.Done done) throws Exception {
        assertAsTheMapper(done);
    }

    @Test
    void rule3EveryCharacterIsWrittenAsTheMapperWritesIt() throws Exception {
        for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
            assertAsTheMapper(new UsageFrame.Progress(UsageFrame.VERSION, "a" + (char) c + "b", c));
        }
    }

    @Test
    void rule3TheEndsOfTheNumbersAreWrittenAsTheMapperWritesThem() throws Exception {
        for (long number : List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, -10L, -1L, 0L, 9L, 10L, Long.MAX_VALUE)) {
            assertAsTheMapper(new UsageFrame.Progress((int) number, "r", number));
        }
    }

    private static void assertAsTheMapper(UsageFrame frame) throws JsonProcessingException {
        JSON.write(frame);
        assertThat(Arrays.copyOf(JSON.bytes(), JSON.length())).isEqualTo(Samples.JSON.writeValueAsBytes(frame));
    }

    @Provide
    static Arbitrary<UsageFrame.Open> opens() {
        Arbitrary<UsageFrame.RecoveryPrices> prices =
                Combinators.combine(longs(), longs(), maybeQuantities()).as(UsageFrame.RecoveryPrices::new);
        return Combinators.combine(
                        Arbitraries.integers(),
                        subjects(),
                        longs(),
                        prices.injectNull(0.2),
                        maybeQuantities(),
                        texts().injectNull(0.2))
                .as(UsageFrame.Open::new);
    }

    @Provide
    static Arbitrary<UsageFrame.Done> dones() {
        Arbitrary<List<String>> names = texts().injectNull(0.2).list().ofSize(3);
        Arbitrary<List<Long>> told = longs().injectNull(0.2).list().ofSize(3);
        return Combinators.combine(
                        subjects(),
                        quantities().list().ofSize(3),
                        longs().list().ofSize(2),
                        told,
                        names,
                        attempts().list().ofMaxSize(3),
                        Arbitraries.of(UsageFrame.Outcome.class),
                        Arbitraries.integers())
                .as((subject, counts, sums, maybe, text, attempts, outcome, status) -> new UsageFrame.Done(
                        UsageFrame.VERSION,
                        subject,
                        counts.get(0),
                        counts.get(1),
                        sums.get(0),
                        counts.get(2),
                        maybe.get(0),
                        outcome,
                        status % 2 == 0,
                        status,
                        text.get(0),
                        text.get(1),
                        text.get(2),
                        attempts,
                        maybe.get(1),
                        sums.get(1),
                        maybe.get(2)));
    }

    private static Arbitrary<UsageFrame.Subject> subjects() {
        Arbitrary<List<Long>> told = longs().injectNull(0.2).list().ofSize(2);
        return Combinators.combine(
                        texts().list().ofSize(6),
                        texts().injectNull(0.2),
                        texts().list().ofMaxSize(3),
                        longs().list().ofSize(3),
                        told,
                        Arbitraries.of(true, false))
                .as((text, clients, limits, numbers, maybe, stream) -> new UsageFrame.Subject(
                        text.get(0),
                        clients,
                        text.get(1),
                        text.get(2),
                        limits,
                        text.get(3),
                        text.get(4),
                        text.get(5),
                        stream,
                        numbers.get(0),
                        numbers.get(1),
                        numbers.get(2),
                        maybe.get(0),
                        maybe.get(1)));
    }

    private static Arbitrary<UsageFrame.Attempt> attempts() {
        Arbitrary<UsageFrame.Incurred> incurred =
                Combinators.combine(texts(), texts(), quantities()).as(UsageFrame.Incurred::new);
        return Combinators.combine(texts(), texts(), longs(), incurred.injectNull(0.5))
                .as(UsageFrame.Attempt::new);
    }

    private static Arbitrary<Map<String, Long>> quantities() {
        return Arbitraries.maps(texts(), longs()).ofMaxSize(4);
    }

    private static Arbitrary<Map<String, Long>> maybeQuantities() {
        return quantities().injectNull(0.3);
    }

    private static Arbitrary<Long> longs() {
        return Arbitraries.longs();
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().alpha().numeric().ofMaxLength(60),
                Arbitraries.strings().all().ofMaxLength(20),
                Arbitraries.strings()
                        .withChars("\"\\\b\t\n\f\r\u0000\u001f\u007fé€/")
                        .ofMaxLength(20),
                Arbitraries.of("", "grüße 😀", "\uD83D", "\uDE00\uD83D", "é".repeat(5_000), "x\"".repeat(9_000)));
    }
}
