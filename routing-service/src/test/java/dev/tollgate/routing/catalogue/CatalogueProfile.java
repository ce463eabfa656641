package dev.tollgate.routing.catalogue;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// Gives the service a catalogue file of its own that a test may change. The path crosses class loaders as a system
/// property.
public class CatalogueProfile implements QuarkusTestProfile {
    private static final String PATH = "tollgate.testing.catalogue";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path file = Files.createTempDirectory("tollgate-catalogue").resolve("catalogue.yaml");
            System.setProperty(PATH, file.toString());
            write(SampleFile.TEXT);
            return Map.of("tollgate.routing.catalogue.file", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file() {
        return Path.of(System.getProperty(PATH));
    }

    /// Replaces the file in one step, as editors and ConfigMaps do.
    static void write(String text) {
        try {
            Path next = Files.writeString(file().resolveSibling("next.yaml"), text);
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
