package dev.tollgate.billing.reconcile;

import dev.tollgate.billing.reconcile.Export.ModelDay;
import dev.tollgate.contract.billing.v1.ReconciliationReport.Figure;
import dev.tollgate.contract.billing.v1.ReconciliationReport.Row;
import dev.tollgate.contract.money.Percent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Lays ours beside theirs, by day and model. Pure.
final class Comparison {
    /// Providers count under a model's dated name what was asked for under the plain one.
    private static final Pattern DATED = Pattern.compile("(.+?)[-@](20[0-9]{2}-[0-9]{2}-[0-9]{2}|20[0-9]{6})");

    private Comparison() {}

    /// @param ours by day and model as we ask the provider for it
    static List<Row> of(Export theirs, Map<ModelDay, Map<Measure, Long>> ours) {
        Set<LocalDate> days = theirs.sums().keySet().stream().map(ModelDay::day).collect(Collectors.toSet());
        Map<ModelDay, NavigableSet<String>> names = new TreeMap<>();
        Map<ModelDay, Map<Measure, Long>> told = new TreeMap<>();
        theirs.sums().forEach((key, sums) -> {
            ModelDay own = ownName(key, ours);
            names.computeIfAbsent(own, _ -> new TreeSet<>()).add(key.model());
            Map<Measure, Long> all = told.computeIfAbsent(own, _ -> new EnumMap<>(Measure.class));
            sums.forEach((measure, amount) -> all.merge(measure, amount, Math::addExact));
        });
        NavigableSet<ModelDay> keys = new TreeSet<>(told.keySet());
        // What we used on days that the export tells nothing of is no difference.
        ours.keySet().stream().filter(key -> days.contains(key.day())).forEach(keys::add);
        List<Row> rows = new ArrayList<>(keys.size());
        for (ModelDay key : keys) {
            rows.add(row(
                    key,
                    theirs.told(),
                    ours.getOrDefault(key, Map.of()),
                    told.getOrDefault(key, Map.of()),
                    names.getOrDefault(key, new TreeSet<>())));
        }
        return rows;
    }

    private static Row row(
            ModelDay key,
            Set<Measure> compared,
            Map<Measure, Long> ours,
            Map<Measure, Long> theirs,
            NavigableSet<String> names) {
        List<Figure> figures = new ArrayList<>(compared.size());
        boolean agrees = true;
        for (Measure measure : compared) {
            long mine = ours.getOrDefault(measure, 0L);
            long other = theirs.getOrDefault(measure, 0L);
            if (mine != 0 || other != 0) {
                long difference = Math.subtractExact(other, mine);
                figures.add(new Figure(measure.wireName(), mine, other, difference, Percent.change(difference, mine)));
                agrees &= difference == 0;
            }
        }
        return new Row(key.day().toString(), key.model(), List.copyOf(names), agrees, figures);
    }

    private static ModelDay ownName(ModelDay theirs, Map<ModelDay, Map<Measure, Long>> ours) {
        if (ours.containsKey(theirs)) {
            return theirs;
        }
        var dated = DATED.matcher(theirs.model());
        if (dated.matches()) {
            ModelDay plain = new ModelDay(theirs.day(), dated.group(1));
            return ours.containsKey(plain) ? plain : theirs;
        }
        return theirs;
    }
}
