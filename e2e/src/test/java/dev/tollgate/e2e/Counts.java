package dev.tollgate.e2e;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a process counts at one moment, in Prometheus' text format.
record Counts(String text) {
    /// The sum of all series of this name whose labels contain each of these.
    ///
    /// @param labels as they are written: `call="permit"`
    double sum(String name, String... labels) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// The values that a label has in the series of this name.
    Set<String> values(String name, String label) {
        Matcher value = Pattern.compile("(?m)^" + name + "\\{[^}]*\\b" + label + "=\"([^\"]*)\"")
                .matcher(text);
        return value.results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /// How much it is more than it was.
    double since(Counts before, String name, String... labels) {
        return sum(name, labels) - before.sum(name, labels);
    }
}
