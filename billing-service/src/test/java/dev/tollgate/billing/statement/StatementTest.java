package dev.tollgate.billing.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tollgate.billing.internal.CsvLine;
import dev.tollgate.billing.ledger.TransactionKind;
import dev.tollgate.billing.statement.Statement.Line;
import dev.tollgate.billing.statement.Statement.Movement;
import dev.tollgate.billing.statement.Statement.Sale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final List<Movement> MOVEMENTS =
            List.of(new Movement("top_up", 1, 10_000_000_000L), new Movement("usage", 2, -1_500_000_001L));

    @Test
    void itAddsUpOrIsNotMade() {
        List<Line> charges = List.of(new Line("m", 3, 1_500_000_001L));
        assertThat(statement(5, MOVEMENTS, 8_500_000_004L, charges).closing()).isEqualTo(8_500_000_004L);
        assertThatIllegalStateException()
                .isThrownBy(() -> statement(5, MOVEMENTS, 8_500_000_005L, charges))
                .withMessageContaining("its movements lead to 8500000004, its balance is 8500000005");
        assertThatIllegalStateException()
                .isThrownBy(() -> statement(5, MOVEMENTS, 8_500_000_004L, List.of(new Line("m", 3, 1_500_000_000L))))
                .withMessageContaining("charges are 1500000001, itemised 1500000000");
    }

    @Test
    void whatMovesAnAccountIsToldInWords() {
        // Costs are booked between other books, and a frame in quarantine books nothing.
        EnumSet<TransactionKind> others = EnumSet.of(TransactionKind.COST, TransactionKind.QUARANTINE);
        assertThat(EnumSet.complementOf(others))
                .allSatisfy(kind -> assertThat(Words.kind(kind.wireName())).isNotEqualTo(kind.wireName()));
        assertThat(Words.kind("refund_hold"))
                .as("credit that left for money to be sent back, which has mostly gone when the paper is read")
                .isEqualTo("Refunds");
    }

    @Test
    void aMonthBeginsAndEndsWhereTheAccountIs() {
        Period march = new Period(YearMonth.of(2026, 3), ZoneId.of("Europe/Berlin"));
        assertThat(march.from()).hasToString("2026-02-28T23:00:00Z");
        assertThat(march.to()).hasToString("2026-03-31T22:00:00Z");
    }

    @Test
    void ofMoreLinesThanAPageBearsTheLeastAreOne() {
        List<Charged> all = new ArrayList<>();
        IntStream.rangeClosed(1, Charged.LINES_MAX + 20)
                .forEach(i -> all.add(new Charged(LocalDate.EPOCH, "key_%04d".formatted(i), "m", 2, i)));
        List<Line> lines = Charged.byKey(all, 7);
        assertThat(lines).hasSize(Charged.LINES_MAX + 2);
        assertThat(lines.get(Charged.LINES_MAX)).isEqualTo(new Line(Charged.OTHERS, 40, 20 * 21 / 2));
        assertThat(lines.getLast()).isEqualTo(new Line(Charged.DROPPED, 0, 7));
        assertThat(lines.stream().mapToLong(Line::amount).sum())
                .isEqualTo(all.stream().mapToLong(Charged::amount).sum() + 7);
        assertThat(Charged.byModel(all, 0)).containsExactly(new Line("m", 1040, 520 * 521 / 2));
    }

    @Test
    void aLongStatementHasPagesWithTheColumnsOnEach() throws IOException {
        List<Line> lines = IntStream.range(0, 150)
                .mapToObj(i -> new Line("model-%03d".formatted(i), 1, 10_000_000L))
                .toList();
        Statement statement = statement(
                0,
                List.of(new Movement("gift", 1, 2_000_000_000L), new Movement("usage", 3, -1_500_000_000L)),
                500_000_000L,
                lines);
        try (PDDocument document = Loader.loadPDF(Pdf.of(StatementSheet.of(statement)))) {
            int pages = document.getNumberOfPages();
            assertThat(pages).isGreaterThan(8);
            for (int page = 1; page <= pages; page++) {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                assertThat(stripper.getText(document)).contains("page " + page + " of " + pages);
            }
            String text = new PDFTextStripper().getText(document);
            assertThat(text.lines().filter(line -> line.startsWith("model-"))).hasSize(3 * 150);
            assertThat(text).contains("Closing balance 0.500000000");
        }
    }

    @Test
    void namesOfAnyLanguageAreToldAndTheSameStatementIsTheSameBytes() throws IOException {
        Statement statement = statement(0, List.of(), 0, List.of(), "Łódź Δέλτα Жук 中 \u0007GmbH");
        byte[] pdf = Pdf.of(StatementSheet.of(statement));
        assertThat(text(pdf)).contains("Łódź Δέλτα Жук [U+4E2D] [U+0007]GmbH");
        assertThat(Pdf.of(StatementSheet.of(statement))).isEqualTo(pdf);
        assertThat(new String(Csv.of(statement), StandardCharsets.UTF_8)).contains("name Łódź Δέλτα Жук 中");
    }

    @Test
    void whatIsLongerThanALineIsBrokenAndNothingOfItIsLeftOut() throws IOException {
        String payment = "pay_01a20194-8819-7956-8d55-68f3fc01dfee";
        String sold = "2026-10-05 09:30 Top-ups payment/" + payment;
        String name = "W".repeat(400);
        Sheet sheet = new Sheet(
                "Invoice",
                List.of("a street ".repeat(40)),
                List.of(new Sheet.Table(
                        "Sold",
                        List.of("Item", "Ledger entry", "Credits"),
                        List.of(List.of(sold, "le_123456789", "10.000000000"), List.of(name, "le_2", "1.000000000")))),
                List.of("One note of many words, ".repeat(12) + "to the last."));
        String text = text(Pdf.of(sheet));
        assertThat(text)
                .contains("2026-10-05 09:30 Top-ups le_123456789 10.000000000")
                .contains("payment/" + payment)
                .contains("to the last.")
                .doesNotContain("…");
        assertThat(text.chars().filter(letter -> letter == 'W')).hasSize(400);
        assertThat(text.lines().filter(line -> line.contains("a street"))).hasSizeGreaterThan(2);
        try (PDDocument document = Loader.loadPDF(Pdf.of(sheet))) {
            PDFTextStripper rightOfThePaper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition letter) {
                    assertThat(letter.getEndX()).isLessThanOrEqualTo(Pages.WIDTH - 49);
                    super.processTextPosition(letter);
                }
            };
            assertThat(rightOfThePaper.getText(document)).contains("payment/");
        }
    }

    @Test
    void theNoteBelowTheStatementIsWhole() throws IOException {
        assertThat(text(Pdf.of(StatementSheet.of(
                        statement(5, MOVEMENTS, 8_500_000_004L, List.of(new Line("m", 3, 1_500_000_001L)))))))
                .contains("a credit is 1,000,000,000 nano-credits, and nothing is rounded.");
    }

    @Test
    void csvIsQuotedAndRunsNothing() {
        assertThat(CsvLine.cell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
        assertThat(CsvLine.cell("=HYPERLINK(1)")).isEqualTo("'=HYPERLINK(1)");
        assertThat(CsvLine.cell("@x")).isEqualTo("'@x");
        assertThat(CsvLine.cell("-1")).isEqualTo("-1");
        assertThat(CsvLine.cell("-1.500000000")).isEqualTo("-1.500000000");
        assertThat(CsvLine.cell("-1+2")).isEqualTo("'-1+2");
    }

    @Test
    void anInvoiceSumsWhatWasSoldAndPaidBack() throws IOException {
        Invoice invoice = Invoice.of(
                new Statement(
                        "acct_1",
                        "Ada",
                        "2026-10",
                        "UTC",
                        1_790_812_800L,
                        1_793_491_200L,
                        true,
                        0,
                        List.of(
                                new Movement("refund_hold", 1, -3_000_000_000L),
                                new Movement("top_up", 1, 10_000_000_000L)),
                        7_000_000_000L,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new Sale("le_1", 1_790_900_000L, "top_up", "payment/pay_1", 10_000_000_000L),
                                new Sale("le_9", 1_791_900_000L, "refund_hold", "refund/re_1", -3_000_000_000L))),
                List.of("Tollgate GmbH", "Musterstraße 1, Berlin"));
        assertThat(text(Pdf.of(invoice.sheet())))
                .contains("Invoice TG-2026-10-acct_1")
                .contains("Musterstraße 1, Berlin")
                .contains("Top-ups payment/pay_1")
                .contains("Total 7.000000000");
        assertThat(new String(Csv.of(invoice), StandardCharsets.UTF_8))
                .contains("top_up,payment/pay_1 le_1,1,10000000000,10.000000000\r\n")
                .contains("total,,2,7000000000,7.000000000\r\n");
    }

    static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static Statement statement(long opening, List<Movement> movements, long closing, List<Line> charges) {
        return statement(opening, movements, closing, charges, null);
    }

    private static Statement statement(
            long opening, List<Movement> movements, long closing, List<Line> charges, @Nullable String name) {
        return new Statement(
                "acct_1",
                name,
                "2026-10",
                "UTC",
                1_790_812_800L,
                1_793_491_200L,
                true,
                opening,
                movements,
                closing,
                charges,
                charges,
                charges,
                List.of());
    }
}
