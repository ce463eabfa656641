package dev.tollgate.billing.statement;

import dev.tollgate.billing.statement.Statement.Line;
import dev.tollgate.billing.statement.Statement.Movement;
import dev.tollgate.billing.statement.Statement.Sale;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Comma-separated values (RFC 4180), in UTF-8. Text that a spreadsheet would run as a formula gets an apostrophe.
final class Csv {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final String FORMULA = "=+-@\t\r";

    private final StringBuilder text = new StringBuilder();

    private Csv() {}

    static byte[] of(Statement statement) {
        Csv csv = new Csv();
        csv.row("section", "item", "count", "nano_credits", "credits");
        csv.about(statement);
        csv.amount("balance", "opening", "", statement.opening());
        for (Movement movement : statement.movements()) {
            csv.amount("balance", movement.kind(), Long.toString(movement.entries()), movement.amount());
        }
        csv.amount("balance", "closing", "", statement.closing());
        csv.lines("model", statement.models());
        csv.lines("day", statement.days());
        csv.lines("key", statement.keys());
        return csv.bytes();
    }

    static byte[] of(Invoice invoice) {
        Csv csv = new Csv();
        csv.row("section", "item", "count", "nano_credits", "credits");
        csv.row("about", "number " + invoice.number(), "", "", "");
        csv.about(invoice.statement());
        for (Sale sale : invoice.statement().sales()) {
            csv.amount(sale.kind(), sale.reference() + " " + sale.entry(), "1", sale.amount());
        }
        csv.amount("total", "", Integer.toString(invoice.statement().sales().size()), invoice.total());
        return csv.bytes();
    }

    private void about(Statement statement) {
        row("about", "account " + statement.accountId(), "", "", "");
        if (statement.accountName() != null) {
            row("about", "name " + statement.accountName(), "", "", "");
        }
        row("about", "month " + statement.month() + " " + statement.timeZone(), "", "", "");
        row("about", statement.closed() ? "closed" : "preliminary", "", "", "");
    }

    private void lines(String section, List<Line> lines) {
        lines.forEach(line -> amount(section, line.name(), Long.toString(line.requests()), line.amount()));
    }

    private void amount(String section, String item, String count, long nanos) {
        row(section, item, count, Long.toString(nanos), Words.credits(nanos));
    }

    private void row(String... cells) {
        text.append(Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    static String cell(String value) {
        boolean formula = !value.isEmpty()
                && FORMULA.indexOf(value.charAt(0)) >= 0
                && !NUMBER.matcher(value).matches();
        String safe = formula ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(one -> one == ',' || one == '"' || one == '\n' || one == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
