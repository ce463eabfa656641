package dev.tollgate.billing.reconcile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads comma-separated values (RFC 4180): quoted fields, doubled quotes, line breaks of either kind and within
/// quotes, a byte order mark. Strict about the rest: a line of another length than the header's is no guess.
final class Csv {
    private static final int ROWS_MAX = 500_000;
    private static final int FIELD_MAX = 10_000;

    private final String text;
    private int at;
    private int line = 1;

    private Csv(String text) {
        this.text = text;
        this.at = text.startsWith("\uFEFF") ? 1 : 0;
    }

    /// @throws Unfit when it is none, or its header names a column twice
    static Table read(String text) {
        Csv csv = new Csv(text);
        List<Line> lines = new ArrayList<>();
        while (csv.at < csv.text.length()) {
            Line next = csv.line();
            if (!next.isEmpty()) {
                lines.add(next);
            }
            if (lines.size() > ROWS_MAX) {
                throw new Unfit("more than " + ROWS_MAX + " lines");
            }
        }
        if (lines.isEmpty()) {
            throw new Unfit("line 1: there is no header");
        }
        List<String> header =
                lines.getFirst().fields().stream().map(String::strip).toList();
        Set<String> names = new HashSet<>();
        for (String name : header) {
            if (!names.add(name)) {
                throw new Unfit("line 1: the column " + name + " is there twice");
            }
        }
        for (Line one : lines.subList(1, lines.size())) {
            if (one.fields().size() != header.size()) {
                throw new Unfit("line " + one.number() + ": has " + one.fields().size() + " fields, the header "
                        + header.size());
            }
        }
        return new Table(header, lines.subList(1, lines.size()));
    }

    private Line line() {
        int number = line;
        List<String> fields = new ArrayList<>();
        boolean more = true;
        while (more) {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            more = at < text.length() && text.charAt(at) == ',';
            at += more ? 1 : 0;
        }
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        line++;
        return new Line(number, fields);
    }

    private String plain() {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                throw new Unfit("line " + line + ": a quote within a field");
            }
            at++;
        }
        return bounded(text.substring(from, at));
    }

    private String quoted() {
        int number = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at >= text.length() || text.charAt(at) != '"') {
                    if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                        throw new Unfit("line " + line + ": text after a closing quote");
                    }
                    return bounded(field.toString());
                }
                at++;
            }
            line += c == '\n' ? 1 : 0;
            field.append(c);
        }
        throw new Unfit("line " + number + ": a quote is not closed");
    }

    private String bounded(String field) {
        if (field.length() > FIELD_MAX) {
            throw new Unfit("line " + line + ": a field is longer than " + FIELD_MAX + " characters");
        }
        return field;
    }

    record Table(List<String> header, List<Line> lines) {
        Table {
            header = List.copyOf(header);
            lines = List.copyOf(lines);
        }

        boolean has(String column) {
            return header.contains(column);
        }

        /// Stripped; empty when there is no such column.
        String get(Line line, String column) {
            int index = header.indexOf(column);
            return index < 0 ? "" : line.fields().get(index).strip();
        }
    }

    /// @param number in the file, from 1
    record Line(int number, List<String> fields) {
        Line {
            fields = List.copyOf(fields);
        }

        boolean isEmpty() {
            return fields.size() == 1 && fields.getFirst().isBlank();
        }
    }

    /// Says what is wrong, with its line.
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }
}
