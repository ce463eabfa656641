package dev.tollgate.e2e.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The files of the project that are applied and shown, as a user has them.
final class Checkout {
    static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    static final Path BASE = HOME.resolve("deploy/kubernetes/base");
    static final Path OVERLAYS = HOME.resolve("deploy/kubernetes/overlays");

    private Checkout() {}

    static Path base(String service) {
        return BASE.resolve(service + "-service");
    }

    static Path overlay(String name) {
        return OVERLAYS.resolve(name);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> overlays() {
        return list(OVERLAYS);
    }

    /// One file for each set of manifests that somebody may apply.
    static List<Path> rendered() {
        Path into = Path.of("target/manifests").toAbsolutePath();
        String script = HOME.resolve("deploy/kubernetes/check.sh").toString();
        Kubectl.Outcome outcome =
                Kubectl.program(List.of(script, "--render", into.toString()), Duration.ofMinutes(2), "");
        if (!outcome.succeeded()) {
            throw new AssertionError("the manifests cannot be rendered: " + outcome.err());
        }
        return list(into);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
