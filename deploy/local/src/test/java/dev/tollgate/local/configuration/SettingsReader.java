package dev.tollgate.local.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the settings of one `@ConfigMapping` interface from its source: documentation, default, type and name of
/// each method. Knows just the forms that our sources use, and fails on any other.
final class SettingsReader {
    private static final Pattern MAPPING =
            Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)\\s+(?:public )?interface \\w+ \\{\\n");
    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"(.*)\"\\)");
    private static final Pattern METHOD = Pattern.compile("([\\w.<>]+) (\\w+)\\(\\);");
    private static final Pattern NESTED = Pattern.compile("(enum|interface|record) .*\\{");

    /// @param name `tollgate.edge.key.ttl`
    /// @param fallback the default, or null for none
    record Setting(String name, String type, @Nullable String fallback, String meaning) {
        String variable() {
            return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        }
    }

    private SettingsReader() {}

    static List<Setting> read(String source) {
        List<Setting> settings = new ArrayList<>();
        Matcher mapping = MAPPING.matcher(source);
        while (mapping.find()) {
            settings.addAll(methods(mapping.group(1), source.substring(mapping.end())));
        }
        return settings;
    }

    private static List<Setting> methods(String prefix, String body) {
        List<Setting> settings = new ArrayList<>();
        StringBuilder meaning = new StringBuilder();
        String fallback = null;
        int depth = 0;
        for (String line : body.lines().map(String::strip).toList()) {
            if (depth > 0) {
                depth -= line.equals("}") ? 1 : 0;
                continue;
            }
            Matcher method = METHOD.matcher(line);
            Matcher withDefault = DEFAULT.matcher(line);
            if (line.equals("}")) {
                break;
            } else if (line.startsWith("///")) {
                meaning.append(meaning.isEmpty() ? "" : " ")
                        .append(line.substring(3).strip());
            } else if (withDefault.matches()) {
                fallback = withDefault.group(1);
            } else if (NESTED.matcher(line).matches()) {
                depth++;
                meaning.setLength(0);
            } else if (method.matches()) {
                settings.add(new Setting(
                        prefix + "." + hyphenated(method.group(2)), method.group(1), fallback, meaning.toString()));
                meaning.setLength(0);
                fallback = null;
            } else if (!line.isEmpty()) {
                throw new IllegalStateException("not understood in " + prefix + ": " + line);
            }
        }
        return settings;
    }

    private static String hyphenated(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
