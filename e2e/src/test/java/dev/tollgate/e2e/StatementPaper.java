package dev.tollgate.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/// A statement as a reader of the paper has it, in nano-credits.
///
/// @param text all of it
/// @param balance from the opening to the closing one, line by line
/// @param models charges by model, their total left out
record StatementPaper(String text, Map<String, Long> balance, Map<String, Long> models) {
    static final String OPENING = "Opening balance";
    static final String CLOSING = "Closing balance";
    private static final String MODELS = "Charges by model";
    private static final List<String> TITLES =
            List.of("Balance", MODELS, "Charges by day of request", "Charges by API key");
    private static final Pattern ROW = Pattern.compile("(.+?)( \\d+)? (-?\\d+\\.\\d{9})");
    private static final int NANO_DECIMALS = 9;

    static StatementPaper ofPdf(byte[] pdf) throws IOException {
        String text;
        try (PDDocument document = Loader.loadPDF(pdf)) {
            text = new PDFTextStripper().getText(document);
        }
        Map<String, Map<String, Long>> tables = new LinkedHashMap<>();
        String title = "";
        for (String line : text.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (TITLES.contains(line.strip())) {
                title = line.strip();
            } else if (row.matches() && !row.group(1).equals("Total")) {
                tables.computeIfAbsent(title, _ -> new LinkedHashMap<>()).put(row.group(1), nanos(row.group(3)));
            }
        }
        return new StatementPaper(
                text, tables.getOrDefault("Balance", Map.of()), new TreeMap<>(tables.getOrDefault(MODELS, Map.of())));
    }

    private static long nanos(String credits) {
        return new BigDecimal(credits).movePointRight(NANO_DECIMALS).longValueExact();
    }
}
