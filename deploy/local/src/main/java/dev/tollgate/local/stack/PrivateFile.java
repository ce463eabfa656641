package dev.tollgate.local.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A file of `name=value` lines that only its owner may read.
record PrivateFile(Path path) {

    /// The lines, in their order; empty when there is no file.
    Map<String, String> read() {
        if (!Files.exists(path)) {
            return new LinkedHashMap<>();
        }
        try {
            return Files.readAllLines(path).stream()
                    .filter(line -> line.indexOf('=') > 0)
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1),
                            (first, second) -> second,
                            LinkedHashMap::new));
        } catch (IOException e) {
            throw new StackException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /// Replaces the file whole: it is never seen half written, nor readable by others.
    void write(Map<String, String> values) {
        String text = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Path fresh = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackException("cannot write " + path + ": " + e.getMessage(), e);
        }
    }
}
