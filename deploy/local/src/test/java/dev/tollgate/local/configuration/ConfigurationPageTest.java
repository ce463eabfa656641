package dev.tollgate.local.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.configuration.SettingsReader.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` names every setting that there is. `-Dgolden.update=true` writes its tables anew, for the
/// difference to be reviewed.
class ConfigurationPageTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");
    private static final List<String> SERVICES =
            List.of("edge", "auth", "routing", "billing", "ratelimit", "batch", "console");
    private static final Set<String> INNER_SERVICES = Set.of("auth", "routing", "billing", "ratelimit", "batch");
    private static final String BEGIN = "<!-- settings: written by ConfigurationPageTest -->\n";
    private static final String END = "<!-- end of settings -->";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)(?::([^}]*))?}");
    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(name = \"(tollgate[a-z.-]+)\"\\)");
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z][A-Z0-9_]+)` \\| ([^|]*) \\| ([^|]*) \\|");

    @Test
    void namesEverySettingWithItsDefaultAndMeaning() throws IOException {
        String page = Files.readString(PAGE);
        String tables = tables();
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page.substring(0, from) + tables + page.substring(to));
        } else {
            assertThat(page.substring(from, to)).isEqualTo(tables);
        }
    }

    @Test
    void everySettingHasAMeaning() {
        for (String service : SERVICES) {
            assertThat(settings(service)).allSatisfy(setting -> assertThat(setting.meaning())
                    .as(service + ": " + setting.name())
                    .isNotBlank());
        }
    }

    /// What a deployment sets, by environment variable: the upper table, written by hand.
    @Test
    void namesEveryVariableThatTheServicesRead() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Map<String, String> defaults = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                String services = row.group(2).strip();
                documented.put(
                        row.group(1), new TreeSet<>(services.equals("all") ? SERVICES : List.of(services.split(", "))));
                defaults.put(row.group(1), row.group(3).strip());
            }
        }
        Map<String, Set<String>> read = new TreeMap<>();
        for (String service : SERVICES) {
            Matcher variable = VARIABLE.matcher(properties(service));
            while (variable.find()) {
                read.computeIfAbsent(variable.group(1), name -> new TreeSet<>()).add(service);
                if (!variable.group(1).equals("TOLLGATE_HTTP_PORT")) {
                    String fallback = variable.group(2) == null ? "" : variable.group(2);
                    assertThat(defaults.get(variable.group(1)))
                            .as(variable.group(1))
                            .isEqualTo(fallback.isEmpty() ? "none" : "`" + fallback + "`");
                }
            }
            for (String source : sources(service)) {
                Matcher property = PROPERTY.matcher(source);
                while (property.find()) {
                    read.computeIfAbsent(
                                    new Setting(property.group(1), "", null, "").variable(), name -> new TreeSet<>())
                            .add(service);
                }
            }
        }
        assertThat(documented).isEqualTo(read);
    }

    private static String tables() {
        List<String> lines = new ArrayList<>();
        for (String service : SERVICES) {
            List<Setting> settings = settings(service);
            if (!settings.isEmpty()) {
                lines.addAll(List.of(
                        "### " + service,
                        "",
                        "| setting | variable | type | default | meaning |",
                        "|---|---|---|---|---|"));
                settings.forEach(setting -> lines.add("| `" + setting.name() + "` | `" + setting.variable() + "` | "
                        + type(setting.type()) + " | "
                        + (setting.fallback() == null ? "none" : "`" + setting.fallback() + "`") + " | "
                        + setting.meaning().replace("|", "\\|") + " |"));
                lines.add("");
            }
        }
        return String.join("\n", lines);
    }

    private static String type(String java) {
        String inner = java.replaceAll("^(?:java\\.util\\.)?Optional<(.*)>$", "$1");
        String shown =
                switch (inner) {
                    case "Duration" -> "duration";
                    case "MemorySize" -> "bytes";
                    case "int", "long" -> "number";
                    case "double" -> "fraction";
                    case "boolean" -> "`true` or `false`";
                    case "Path" -> "path";
                    case "String" -> "text";
                    case "URI" -> "URL";
                    case "List<String>" -> "list, by commas";
                    default -> "one of a few words";
                };
        return inner.equals(java) ? shown : shown + ", optional";
    }

    private static List<Setting> settings(String service) {
        return sources(service).stream()
                .map(SettingsReader::read)
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(Setting::name, setting -> setting, (one, other) -> one, TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    private static List<String> sources(String service) {
        Stream<String> own = javaBelow(service + "-service");
        return (INNER_SERVICES.contains(service) ? Stream.concat(own, javaBelow("inner-kit")) : own).toList();
    }

    private static Stream<String> javaBelow(String module) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(ConfigurationPageTest::text)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String properties(String service) {
        return text(ROOT.resolve(service + "-service/src/main/resources/application.properties"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
