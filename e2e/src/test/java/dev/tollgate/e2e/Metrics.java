package dev.tollgate.e2e;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one service's `/q/metrics` says, by family.
final class Metrics {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+.*");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// @param labels each name with the values that were seen
    record Family(String name, String type, String help, Map<String, TreeSet<String>> labels) {
        /// By the name's ending, as Prometheus has it.
        String unit() {
            String base = name.replaceFirst("_(total|max)$", "");
            if (base.endsWith("_seconds")) {
                return "seconds";
            } else if (base.endsWith("_bytes")) {
                return "bytes";
            } else if (base.endsWith("_nanocredits")) {
                return "nano-credits";
            }
            return "";
        }
    }

    private Metrics() {}

    /// @param prefix of the families that are wanted
    static Map<String, Family> parse(String text, String prefix) {
        Map<String, String> help = new LinkedHashMap<>();
        Map<String, Family> families = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help.put(words[2], words.length > 3 ? words[3].strip() : "");
            } else if (line.startsWith("# TYPE ")) {
                if (words[2].startsWith(prefix)) {
                    families.put(
                            words[2], new Family(words[2], words[3], help.getOrDefault(words[2], ""), new TreeMap<>()));
                }
            } else if (line.startsWith(prefix)) {
                sample(line, families);
            }
        }
        return families;
    }

    private static void sample(String line, Map<String, Family> families) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        Family family = families.get(sample.group(1));
        if (family == null) {
            // Histograms, summaries and Micrometer's timers of what is under way.
            family = families.get(
                    sample.group(1).replaceFirst("(_active|_duration)?_(bucket|sum|count|active|duration)$", ""));
        }
        if (family == null) {
            throw new AssertionError("a sample without a type: " + line);
        }
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
            if (!label.group(1).equals("le")) {
                family.labels()
                        .computeIfAbsent(label.group(1), name -> new TreeSet<>())
                        .add(label.group(2));
            }
        }
    }
}
