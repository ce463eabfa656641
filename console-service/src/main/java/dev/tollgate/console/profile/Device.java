package dev.tollgate.console.profile;

import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a session was opened with, in short: `Firefox, Windows`. Programs that are no browsers are told as they call
/// themselves.
@TemplateExtension(namespace = "device")
public final class Device {
    /// The first that fits: each browser also calls itself what those after it do.
    private static final List<Map.Entry<String, String>> BROWSERS = List.of(
            Map.entry("Edg/", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Safari/", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Android", "Android"),
            Map.entry("Windows", "Windows"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("CrOS", "ChromeOS"),
            Map.entry("Linux", "Linux"));

    private Device() {}

    /// @param agent as the program called itself
    public static String of(String agent) {
        return Stream.of(BROWSERS, SYSTEMS)
                .flatMap(known -> known.stream()
                        .filter(one -> agent.contains(one.getKey()))
                        .limit(1))
                .map(Map.Entry::getValue)
                .reduce((browser, system) -> browser + ", " + system)
                .orElse(agent);
    }
}
