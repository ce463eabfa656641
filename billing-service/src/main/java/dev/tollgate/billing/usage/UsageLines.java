package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.CsvLine;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageCsv;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.page.Page;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Usage records as lines of text. Numbers are exact: nano-credits whole, credits as decimals.
final class UsageLines {
    private static final int NANOS = 9;

    private static final List<String> COLUMNS = columns();

    private UsageLines() {}

    static UsageCsv piece(Page<UsageRecordView> page, boolean first) {
        StringBuilder text = new StringBuilder();
        if (first) {
            text.append(CsvLine.of(COLUMNS));
        }
        page.data().forEach(one -> text.append(CsvLine.of(cells(one))));
        return new UsageCsv(text.toString(), page.data().size(), page.hasMore() ? page.lastId() : null);
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(
                "request_id",
                "created_at",
                "account_id",
                "key_id",
                "group",
                "model",
                "endpoint",
                "stream",
                "outcome",
                "http_status",
                "estimated",
                "revision",
                "price_version",
                "first_byte_ms",
                "duration_ms",
                "charge_nanos",
                "charge_credits",
                "uncollected_nanos"));
        Arrays.stream(UsageClass.values()).map(UsageClass::wireName).forEach(columns::add);
        columns.add("batch");
        return List.copyOf(columns);
    }

    private static List<String> cells(UsageRecordView record) {
        List<String> cells = new ArrayList<>(List.of(
                record.id(),
                Instant.ofEpochSecond(record.createdAt()).toString(),
                record.accountId(),
                record.keyId(),
                record.group(),
                record.model(),
                record.endpoint(),
                Boolean.toString(record.stream()),
                record.outcome(),
                Integer.toString(record.httpStatus()),
                Boolean.toString(record.estimated()),
                Integer.toString(record.revision()),
                Long.toString(record.priceVersion()),
                Objects.toString(record.firstByteMillis(), ""),
                Long.toString(record.durationMillis()),
                Long.toString(record.charge()),
                BigDecimal.valueOf(record.charge(), NANOS).toPlainString(),
                Long.toString(record.uncollected())));
        for (UsageClass one : UsageClass.values()) {
            cells.add(Long.toString(record.quantities().getOrDefault(one.wireName(), 0L)));
        }
        cells.add(Boolean.toString(record.batch()));
        return cells;
    }
}
