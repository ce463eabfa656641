package dev.tollgate.billing.statement;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An account's month by its ledger: by the day of booking, so that it never changes once it is over. It adds up,
/// or it is not made. Amounts in nano-credits.
///
/// @param month such as `2026-11`
/// @param from Unix seconds of the first moment, and `to` of the first one after the last
/// @param closed nothing more will be booked in it
/// @param movements by kind of entry; positive into the account
/// @param models what was charged, by model; the days, of admission, and the keys sum to the same
/// @param sales what was sold and taken back, entry by entry: the lines of the invoice
record Statement(
        @JsonProperty("account_id") String accountId,
        @JsonProperty("account_name") @Nullable String accountName,
        String month,
        @JsonProperty("time_zone") String timeZone,
        long from,
        long to,
        boolean closed,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long opening,
        List<Movement> movements,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long closing,
        List<Line> models,
        List<Line> days,
        List<Line> keys,
        List<Sale> sales) {
    /// Kinds of entries whose amounts are charges of requests.
    static final Set<String> CHARGES = Set.of("usage", "correction");

    Statement {
        movements = List.copyOf(movements);
        models = List.copyOf(models);
        days = List.copyOf(days);
        keys = List.copyOf(keys);
        sales = List.copyOf(sales);
        long sum = opening;
        long charged = 0;
        for (Movement movement : movements) {
            sum = Math.addExact(sum, movement.amount());
            charged = CHARGES.contains(movement.kind()) ? Math.subtractExact(charged, movement.amount()) : charged;
        }
        require(sum == closing, accountId, month, "its movements lead to " + sum + ", its balance is " + closing);
        for (List<Line> lines : List.of(models, days, keys)) {
            long itemised = lines.stream().mapToLong(Line::amount).sum();
            require(itemised == charged, accountId, month, "charges are " + charged + ", itemised " + itemised);
        }
    }

    private static void require(boolean holds, String accountId, String month, String what) {
        if (!holds) {
            throw new IllegalStateException(
                    "the statement of account " + accountId + " for " + month + " does not add up: " + what);
        }
    }

    /// All entries of one kind.
    record Movement(
            String kind,
            long entries,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long amount) {}

    /// What was charged for something.
    record Line(
            String name,
            long requests,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long amount) {}

    /// One entry of what was sold.
    ///
    /// @param at Unix seconds
    record Sale(
            String entry,
            long at,
            String kind,
            String reference,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long amount) {}
}
