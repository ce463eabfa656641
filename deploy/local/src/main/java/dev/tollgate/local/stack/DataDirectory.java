package dev.tollgate.local.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `.tollgate/`: held by one launcher at a time, and the list of its processes for `status`, `down` and a successor.
final class DataDirectory implements AutoCloseable {

    private static final long NEEDED_BYTES = 512L << 20;

    private final Path path;
    private @Nullable FileChannel lockFile;
    private @Nullable FileLock lock;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /// Takes the directory.
    ///
    /// @throws StackException when another launcher holds it, or its disk is full
    static DataDirectory take(Path path) {
        DataDirectory directory = new DataDirectory(path);
        try {
            Files.createDirectories(path);
            requireSpace(path);
            directory.lock();
            return directory;
        } catch (IOException e) {
            throw new StackException("cannot use " + path + ": " + e.getMessage(), e);
        }
    }

    /// One line a process: `name pid url log`.
    void list(Collection<StackProcess> processes) {
        String lines = processes.stream()
                .map(process ->
                        process.name() + " " + process.pid() + " " + process.baseUrl() + " " + process.log() + "\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(processFile(), lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StackException("cannot write " + processFile() + ": " + e.getMessage(), e);
        }
    }

    /// Ends what a launcher that was killed has left behind, last started first.
    ///
    /// @return the names of the processes that were still there
    List<String> endLeftovers() {
        if (!Files.exists(processFile())) {
            return List.of();
        }
        try {
            List<String> left = Files.readAllLines(processFile()).stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length > 1 && end(Long.parseLong(words[1])))
                    .map(words -> words[0])
                    .toList();
            Files.delete(processFile());
            return left;
        } catch (IOException e) {
            throw new StackException("cannot read " + processFile() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(processFile());
            if (lock != null) {
                lock.release();
            }
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            throw new StackException("cannot release " + path + ": " + e.getMessage(), e);
        }
    }

    private Path processFile() {
        return path.resolve("processes");
    }

    private void lock() throws IOException {
        Path file = path.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new StackException(
                    "Tollgate is already running here: see ./tollgate status, or stop it with ./tollgate down");
        }
        lockFile = channel;
    }

    private static void requireSpace(Path path) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new StackException("the disk of " + path + " is full: " + (free >> 20) + " MiB are free, "
                    + (NEEDED_BYTES >> 20) + " MiB are needed");
        }
    }

    /// Only a process that names this directory in its command line is ours: ids are reused.
    private boolean end(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(path.toString()))
                        .isPresent())
                .map(process -> {
                    Signal.TERM.send(pid);
                    process.onExit()
                            .completeOnTimeout(process, 20, TimeUnit.SECONDS)
                            .join();
                    if (process.isAlive()) {
                        Signal.KILL.send(pid);
                    }
                    return true;
                })
                .orElse(false);
    }
}
