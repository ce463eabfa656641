package dev.tollgate.edge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The journal's directory: locked by one process, home of the edge's id, of the epochs not closed yet and of the
/// segments. Authority and journal so share their fate (rules 2).
final class JournalDirectory implements AutoCloseable {
    private static final String SEGMENT_PREFIX = "segment-";
    private static final Pattern EDGE_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final Path path;
    private final FileChannel lockFile;
    private final String edgeId;

    private JournalDirectory(Path path, FileChannel lockFile, String edgeId) {
        this.path = path;
        this.lockFile = lockFile;
        this.edgeId = edgeId;
    }

    /// @param name the edge's id, if it is configured; else one is made, once
    /// @throws IOException also when another process has it
    static JournalDirectory open(Path path, Optional<String> name) throws IOException {
        Files.createDirectories(path);
        FileChannel lockFile =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(lockFile)) {
            lockFile.close();
            throw new IOException("the journal directory " + path + " is in use by another edge");
        }
        Path idFile = path.resolve("edge-id");
        if (!Files.exists(idFile)) {
            replace(idFile, name.orElseGet(() -> "edge-" + UUID.randomUUID()));
        }
        String id = Files.readString(idFile).strip();
        if (!EDGE_ID.matcher(id).matches()) {
            throw new IOException(
                    "'%s' in %s is no id of an edge: 1 to 128 letters, digits, dots, dashes".formatted(id, idFile));
        }
        return new JournalDirectory(path, lockFile, id);
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            @Nullable FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /// Made once and kept with the journal: a configured name counts only for a new directory.
    String edgeId() {
        return edgeId;
    }

    Path segment(long number) {
        return path.resolve("%s%020d".formatted(SEGMENT_PREFIX, number));
    }

    /// Numbers of the segments that are here, ascending.
    List<Long> segments() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(SEGMENT_PREFIX + "\\d{20}"))
                    .map(name -> Long.parseLong(name.substring(SEGMENT_PREFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    /// Epochs that were opened and not closed.
    SortedSet<Long> epochs() throws IOException {
        SortedSet<Long> epochs = new TreeSet<>();
        Path file = path.resolve("epochs");
        if (Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> epochs.add(Long.valueOf(line)));
        }
        return epochs;
    }

    void keepEpochs(SortedSet<Long> epochs) throws IOException {
        replace(
                path.resolve("epochs"),
                String.join("\n", epochs.stream().map(String::valueOf).toList()));
    }

    private static void replace(Path target, String content) throws IOException {
        Path next = target.resolveSibling(target.getFileName() + ".new");
        try (FileChannel file = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            // Its name must not be there before its content is, whatever the power does.
            file.force(true);
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
