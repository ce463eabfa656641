package dev.tollgate.billing.statement;

import dev.tollgate.billing.internal.CsvLine;
import dev.tollgate.billing.statement.Statement.Line;
import dev.tollgate.billing.statement.Statement.Movement;
import dev.tollgate.billing.statement.Statement.Sale;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Statements and invoices as comma-separated values, in UTF-8.
final class Csv {
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
        text.append(CsvLine.of(List.of(cells)));
    }

    private byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
