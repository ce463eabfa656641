package dev.tollgate.billing.reconcile;

import dev.tollgate.billing.reconcile.Csv.Line;
import dev.tollgate.billing.reconcile.Csv.Table;
import dev.tollgate.billing.reconcile.Csv.Unfit;
import dev.tollgate.billing.reconcile.Export.ModelDay;
import dev.tollgate.billing.reconcile.Export.Reading;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How a provider's exports are read. Columns are found by name, in any order; those that say whose key or project
/// it was are passed over; a count of something that is not known here is refused, as it would be missed.
enum Dialect {
    /// The usage export (tokens by model) and the cost export (USD by line item) of the dashboard.
    OPENAI {
        @Override
        Export read(Table table, BigDecimal usdPerCredit) {
            Reading reading = new Reading(table, usdPerCredit);
            return table.has("amount_value") ? costs(reading) : usage(reading);
        }

        private Export usage(Reading reading) {
            reading.require(List.of("start_time", "model", "num_model_requests", "input_tokens", "output_tokens"));
            reading.refuseOthers(
                    Set.of(
                            "num_model_requests",
                            "input_tokens",
                            "input_cached_tokens",
                            "output_tokens",
                            "input_audio_tokens",
                            "output_audio_tokens"),
                    Pattern.compile("(?i).*(token|num_|images|characters|seconds|sessions|bytes|searches).*"));
            for (Line line : reading.table().lines()) {
                String model = reading.table().get(line, "model");
                if (model.isEmpty()) {
                    emptyBucket(reading, line);
                    continue;
                }
                ModelDay key = new ModelDay(reading.dayOfSeconds(line, "start_time"), model);
                long cached = reading.whole(line, "input_cached_tokens");
                long uncached = reading.whole(line, "input_tokens") - cached;
                if (uncached < 0) {
                    throw new Unfit("line " + line.number() + ": more cached input than input");
                }
                reading.add(key, Measure.REQUESTS, reading.whole(line, "num_model_requests"));
                reading.add(key, Measure.INPUT, uncached);
                reading.add(key, Measure.CACHED_INPUT, cached);
                reading.add(key, Measure.AUDIO_INPUT, reading.whole(line, "input_audio_tokens"));
                reading.add(key, Measure.OUTPUT, reading.whole(line, "output_tokens"));
                reading.add(key, Measure.AUDIO_OUTPUT, reading.whole(line, "output_audio_tokens"));
                reading.counted();
            }
            return reading.done(EnumSet.of(
                    Measure.REQUESTS,
                    Measure.INPUT,
                    Measure.CACHED_INPUT,
                    Measure.AUDIO_INPUT,
                    Measure.OUTPUT,
                    Measure.AUDIO_OUTPUT));
        }

        /// A day on which nothing happened is a line without a model.
        private void emptyBucket(Reading reading, Line line) {
            if (reading.whole(line, "num_model_requests") != 0 || reading.whole(line, "input_tokens") != 0) {
                throw new Unfit("line " + line.number() + ": has no model: export it grouped by model");
            }
        }

        private Export costs(Reading reading) {
            reading.require(List.of("start_time", "amount_value", "amount_currency", "line_item"));
            for (Line line : reading.table().lines()) {
                Table table = reading.table();
                if (table.get(line, "amount_value").isEmpty()) {
                    continue;
                }
                String currency = table.get(line, "amount_currency").toLowerCase(Locale.ROOT);
                String unit = table.get(line, "quantity_unit").toLowerCase(Locale.ROOT);
                if (!currency.equals("usd")) {
                    throw new Unfit("line " + line.number() + ": the currency is not usd: " + currency);
                }
                if (!QUANTITY_UNITS.contains(unit)) {
                    throw new Unfit("line " + line.number() + ": the unit is not known here: " + unit);
                }
                String item = table.get(line, "line_item");
                if (item.isEmpty()) {
                    throw new Unfit("line " + line.number() + ": has no line_item: export it grouped by line item");
                }
                String model = item.contains(",")
                        ? item.substring(0, item.indexOf(',')).strip()
                        : item;
                reading.addUsd(
                        new ModelDay(reading.dayOfSeconds(line, "start_time"), model),
                        reading.amount(line, "amount_value"));
                reading.counted();
            }
            return reading.done(EnumSet.of(Measure.COST));
        }
    },

    /// The usage export of the Console. Its cost export names models as people say them, so it cannot be matched.
    ANTHROPIC {
        @Override
        Export read(Table table, BigDecimal usdPerCredit) {
            Reading reading = new Reading(table, usdPerCredit);
            reading.require(
                    List.of("usage_date_utc", "model_version", "usage_input_tokens_no_cache", "usage_output_tokens"));
            reading.refuseOthers(
                    Set.of(
                            "usage_input_tokens_no_cache",
                            "usage_input_tokens_cache_write_5m",
                            "usage_input_tokens_cache_write_1h",
                            "usage_input_tokens_cache_read",
                            "usage_output_tokens"),
                    Pattern.compile("(?i)(usage_.*tokens.*|.*_count|.*_seconds|.*_sessions)"));
            for (Line line : table.lines()) {
                LocalDate day = reading.day(line, "usage_date_utc");
                String model = table.get(line, "model_version");
                if (model.isEmpty()) {
                    throw new Unfit("line " + line.number() + ": has no model_version");
                }
                ModelDay key = new ModelDay(day, model);
                reading.add(key, Measure.INPUT, reading.whole(line, "usage_input_tokens_no_cache"));
                reading.add(key, Measure.CACHED_INPUT, reading.whole(line, "usage_input_tokens_cache_read"));
                reading.add(key, Measure.CACHE_WRITE, reading.whole(line, "usage_input_tokens_cache_write_5m"));
                reading.add(key, Measure.CACHE_WRITE, reading.whole(line, "usage_input_tokens_cache_write_1h"));
                reading.add(key, Measure.OUTPUT, reading.whole(line, "usage_output_tokens"));
                reading.counted();
            }
            return reading.done(EnumSet.of(Measure.INPUT, Measure.CACHED_INPUT, Measure.CACHE_WRITE, Measure.OUTPUT));
        }
    };

    private static final Set<String> QUANTITY_UNITS =
            Set.of("", "tokens", "requests", "images", "characters", "seconds", "minutes");

    /// @throws Unfit with line and column
    abstract Export read(Table table, BigDecimal usdPerCredit);

    static Optional<Dialect> of(String name) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
