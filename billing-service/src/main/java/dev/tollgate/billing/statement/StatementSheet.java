package dev.tollgate.billing.statement;

import dev.tollgate.billing.statement.Sheet.Table;
import dev.tollgate.billing.statement.Statement.Line;
import java.util.ArrayList;
import java.util.List;

/// A statement as a document.
final class StatementSheet {
    private StatementSheet() {}

    static Sheet of(Statement statement) {
        List<String> head = new ArrayList<>();
        head.add("Account " + statement.accountId());
        if (statement.accountName() != null) {
            head.add(statement.accountName());
        }
        head.add("From " + Words.minute(statement.from(), statement.timeZone()) + " to before "
                + Words.minute(statement.to(), statement.timeZone()) + ", " + statement.timeZone());
        if (!statement.closed()) {
            head.add("Preliminary: the month is not closed");
        }
        return new Sheet(
                "Statement " + statement.month(),
                head,
                List.of(
                        balance(statement),
                        charges("Charges by model", "Model", statement.models()),
                        charges("Charges by day of request", "Day", statement.days()),
                        charges("Charges by API key", "Key", statement.keys())),
                List.of("Amounts are in credits; a credit is 1,000,000,000 nano-credits, and nothing is rounded."));
    }

    private static Table balance(Statement statement) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Opening balance", "", Words.credits(statement.opening())));
        statement
                .movements()
                .forEach(movement -> rows.add(List.of(
                        Words.kind(movement.kind()),
                        Long.toString(movement.entries()),
                        Words.credits(movement.amount()))));
        rows.add(List.of("Closing balance", "", Words.credits(statement.closing())));
        return new Table("Balance", List.of("", "Entries", "Credits"), rows);
    }

    private static Table charges(String title, String name, List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        lines.forEach(
                line -> rows.add(List.of(line.name(), Long.toString(line.requests()), Words.credits(line.amount()))));
        rows.add(List.of(
                "Total",
                Long.toString(lines.stream().mapToLong(Line::requests).sum()),
                Words.credits(lines.stream().mapToLong(Line::amount).sum())));
        return new Table(title, List.of(name, "Requests", "Credits"), rows);
    }
}
