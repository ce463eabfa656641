package dev.tollgate.billing.statement;

import java.util.List;

/// A document of tables, however it is drawn.
///
/// @param head lines below the title
/// @param notes lines at the end
record Sheet(String title, List<String> head, List<Table> tables, List<String> notes) {
    Sheet {
        head = List.copyOf(head);
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /// @param columns their names; the first is text and the widest, the others are numbers
    /// @param rows a text for each column
    record Table(String title, List<String> columns, List<List<String>> rows) {
        Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }
}
