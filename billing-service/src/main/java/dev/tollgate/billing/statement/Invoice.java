package dev.tollgate.billing.statement;

import dev.tollgate.billing.statement.Sheet.Table;
import dev.tollgate.billing.statement.Statement.Sale;
import java.util.ArrayList;
import java.util.List;

/// What was sold in a closed month: each top-up, less what was paid back. Charges are not on it: they use credit
/// that was sold before.
///
/// @param number the same whenever it is made
/// @param seller lines of name and address
record Invoice(String number, List<String> seller, Statement statement) {
    Invoice {
        seller = List.copyOf(seller);
    }

    /// @throws IllegalStateException for a month that is not closed
    static Invoice of(Statement statement, List<String> seller) {
        if (!statement.closed()) {
            throw new IllegalStateException("no invoice before the month is closed");
        }
        return new Invoice("TG-" + statement.month() + "-" + statement.accountId(), seller, statement);
    }

    /// Nano-credits sold, less those paid back.
    long total() {
        return statement.sales().stream().mapToLong(Sale::amount).sum();
    }

    Sheet sheet() {
        List<String> head = new ArrayList<>(seller);
        head.add("To account " + statement.accountId());
        if (statement.accountName() != null) {
            head.add(statement.accountName());
        }
        head.add("Month " + statement.month() + ", " + statement.timeZone());
        List<List<String>> rows = new ArrayList<>();
        statement
                .sales()
                .forEach(sale -> rows.add(List.of(
                        Words.minute(sale.at(), statement.timeZone()) + " " + Words.kind(sale.kind()) + " "
                                + sale.reference(),
                        sale.entry(),
                        Words.credits(sale.amount()))));
        rows.add(List.of("Total", "", Words.credits(total())));
        return new Sheet(
                "Invoice " + number,
                head,
                List.of(new Table("Credits sold", List.of("Item", "Ledger entry", "Credits"), rows)),
                List.of("What was paid in money for each item is on the payment provider's receipt of its reference."));
    }
}
