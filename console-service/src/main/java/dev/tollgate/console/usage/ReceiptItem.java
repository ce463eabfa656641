package dev.tollgate.console.usage;

import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a receipt.
///
/// @param name the class of usage
/// @param price nano-credits per million; null where none was needed
/// @param amount nano-credits
record ReceiptItem(
        String name,
        long quantity,
        @Nullable String price,
        @Nullable String amount) {
    private static final List<String> ORDER =
            Arrays.stream(UsageClass.values()).map(UsageClass::wireName).toList();

    /// In the order of classes; one that this release does not know comes first.
    static List<ReceiptItem> of(UsageRecordView record) {
        return record.quantities().entrySet().stream()
                .map(one -> new ReceiptItem(
                        one.getKey(),
                        one.getValue(),
                        record.prices().get(one.getKey()),
                        record.components().get(one.getKey())))
                .sorted(Comparator.comparingInt(item -> ORDER.indexOf(item.name())))
                .toList();
    }
}
