package dev.tollgate.console.dashboard;

import dev.tollgate.console.insight.Period;
import dev.tollgate.contract.billing.v1.Dashboard;
import dev.tollgate.contract.billing.v1.Latency;
import dev.tollgate.contract.billing.v1.UsageFigures;
import dev.tollgate.contract.billing.v1.UsageSummary;
import dev.tollgate.contract.billing.v1.UsageTop;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that an account's dashboard shows.
///
/// @param usage of the period
/// @param bars of the charts, one an interval
/// @param names of keys by their ids
record Board(
        Dashboard stand,
        Period period,
        UsageSummary usage,
        List<Bar> bars,
        UsageTop models,
        UsageTop keys,
        Map<String, String> names) {
    /// @param label where the account is: an hour, or a day
    /// @param completed of the requests, all that did not fail
    record Bar(
            String label,
            UsageFigures usage,
            long completed,
            @Nullable Latency duration) {}

    /// @param locale in which labels are written
    static Board of(
            Dashboard stand,
            Period period,
            UsageSummary usage,
            UsageTop models,
            UsageTop keys,
            Map<String, String> names,
            Locale locale) {
        ZoneId zone = ZoneId.of(usage.timeZone());
        DateTimeFormatter format = period == Period.DAY
                ? DateTimeFormatter.ofPattern("HH:mm", locale)
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale);
        List<Bar> bars = usage.series().stream()
                .map(point -> new Bar(
                        format.format(Instant.ofEpochSecond(point.startsAt()).atZone(zone)),
                        point.usage(),
                        point.usage().requests() - point.usage().failed(),
                        point.usage().duration()))
                .toList();
        return new Board(stand, period, usage, bars, models, keys, names);
    }
}
