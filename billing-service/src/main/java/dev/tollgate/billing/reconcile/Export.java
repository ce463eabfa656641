package dev.tollgate.billing.reconcile;

import dev.tollgate.billing.reconcile.Csv.Line;
import dev.tollgate.billing.reconcile.Csv.Table;
import dev.tollgate.billing.reconcile.Csv.Unfit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A provider's export, summed up by day and model.
///
/// @param told what the export has columns of: nothing else is compared
/// @param lines that counted
record Export(Map<ModelDay, Map<Measure, Long>> sums, Set<Measure> told, long lines) {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}(\\.0{1,6})?");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,40})?(E-?[0-9]{1,2})?");
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    /// @param model as the provider calls it
    record ModelDay(LocalDate day, String model) implements Comparable<ModelDay> {
        @Override
        public int compareTo(ModelDay other) {
            int days = day.compareTo(other.day);
            return days != 0 ? days : model.compareTo(other.model);
        }
    }

    /// Sums are taken here while an export is read.
    static final class Reading {
        private final Table table;
        private final BigDecimal usdPerCredit;
        private final Map<ModelDay, Map<Measure, Long>> sums = new TreeMap<>();
        private final Map<ModelDay, BigDecimal> usd = new TreeMap<>();
        private long lines;

        Reading(Table table, BigDecimal usdPerCredit) {
            this.table = table;
            this.usdPerCredit = usdPerCredit;
        }

        Table table() {
            return table;
        }

        void require(List<String> columns) {
            for (String column : columns) {
                if (!table.has(column)) {
                    throw new Unfit("line 1: there is no column " + column);
                }
            }
        }

        /// A column that looks like a count, is none of these, and is not all zeros, is a unit that would be
        /// missed.
        void refuseOthers(Set<String> known, Pattern counts) {
            for (String column : table.header()) {
                if (!known.contains(column) && counts.matcher(column).matches()) {
                    for (Line line : table.lines()) {
                        String value = table.get(line, column);
                        if (!value.isEmpty() && !value.matches("0+(\\.0+)?")) {
                            throw new Unfit("line " + line.number() + ": " + column + " counts what is not known here");
                        }
                    }
                }
            }
        }

        void counted() {
            lines++;
        }

        void add(ModelDay key, Measure measure, long amount) {
            sums.computeIfAbsent(key, _ -> new EnumMap<>(Measure.class)).merge(measure, amount, Math::addExact);
        }

        /// Summed exactly, and made credits once.
        void addUsd(ModelDay key, BigDecimal amount) {
            usd.merge(key, amount, BigDecimal::add);
            sums.computeIfAbsent(key, _ -> new EnumMap<>(Measure.class));
        }

        long whole(Line line, String column) {
            String value = table.get(line, column);
            if (value.isEmpty()) {
                return 0;
            }
            if (!WHOLE.matcher(value).matches()) {
                throw new Unfit("line " + line.number() + ": " + column + " is not a whole number: " + value);
            }
            return new BigDecimal(value).longValueExact();
        }

        BigDecimal amount(Line line, String column) {
            String value = table.get(line, column).toUpperCase(Locale.ROOT);
            if (!AMOUNT.matcher(value).matches()) {
                throw new Unfit("line " + line.number() + ": " + column + " is not an amount: " + value);
            }
            return new BigDecimal(value);
        }

        LocalDate day(Line line, String column) {
            String value = table.get(line, column);
            try {
                return LocalDate.parse(value.length() > 10 ? value.substring(0, 10) : value);
            } catch (DateTimeException e) {
                throw new Unfit("line " + line.number() + ": " + column + " is not a day: " + value);
            }
        }

        LocalDate dayOfSeconds(Line line, String column) {
            return LocalDate.ofInstant(Instant.ofEpochSecond(whole(line, column)), ZoneOffset.UTC);
        }

        Export done(Set<Measure> told) {
            usd.forEach((key, amount) -> add(
                    key,
                    Measure.COST,
                    amount.multiply(NANOS)
                            .divide(usdPerCredit, 0, RoundingMode.HALF_EVEN)
                            .longValueExact()));
            return new Export(sums, told, lines);
        }
    }
}
