package dev.tollgate.billing.statement;

import dev.tollgate.billing.statement.Statement.Line;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What requests of one day, key and model were charged.
record Charged(LocalDate day, String key, String model, long requests, long amount) {
    /// Lines of a list; the least of more are one.
    static final int LINES_MAX = 500;

    static final String OTHERS = "(others)";
    static final String DROPPED = "(no longer itemised)";

    static List<Line> byModel(List<Charged> all, long dropped) {
        return lines(all, Charged::model, dropped);
    }

    static List<Line> byKey(List<Charged> all, long dropped) {
        return lines(all, Charged::key, dropped);
    }

    static List<Line> byDay(List<Charged> all, long dropped) {
        return lines(all, charged -> charged.day().toString(), dropped);
    }

    private static List<Line> lines(List<Charged> all, Function<Charged, String> name, long dropped) {
        Map<String, Line> byName = new TreeMap<>();
        for (Charged one : all) {
            byName.merge(name.apply(one), new Line(name.apply(one), one.requests(), one.amount()), Charged::sum);
        }
        List<Line> lines = new ArrayList<>(byName.values());
        if (lines.size() > LINES_MAX) {
            lines.sort(Comparator.comparingLong(Line::amount).reversed().thenComparing(Line::name));
            Line others = lines.subList(LINES_MAX, lines.size()).stream().reduce(new Line(OTHERS, 0, 0), Charged::sum);
            lines = new ArrayList<>(lines.subList(0, LINES_MAX));
            lines.sort(Comparator.comparing(Line::name));
            lines.add(others);
        }
        if (dropped != 0) {
            lines.add(new Line(DROPPED, 0, dropped));
        }
        return lines;
    }

    private static Line sum(Line one, Line other) {
        return new Line(
                one.name(),
                Math.addExact(one.requests(), other.requests()),
                Math.addExact(one.amount(), other.amount()));
    }
}
