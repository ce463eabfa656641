package dev.tollgate.billing.internal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A line of comma-separated values (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe.
public final class CsvLine {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final String FORMULA = "=+-@\t\r\n";

    private CsvLine() {}

    /// The cells with their line's end.
    public static String of(List<String> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    public static String cell(String value) {
        boolean formula = !value.isEmpty()
                && FORMULA.indexOf(value.charAt(0)) >= 0
                && !NUMBER.matcher(value).matches();
        String safe = formula ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(one -> one == ',' || one == '"' || one == '\n' || one == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
