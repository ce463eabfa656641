package dev.tollgate.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Looks at the threads of a process, as Linux tells of them in `/proc`.
final class Threads {
    private Threads() {}

    /// Whether none of them runs any more after SIGSTOP, which is delivered to one of them: until that one gets a
    /// processor the others go on. Where there is no `/proc` it is taken as so.
    static boolean areStopped(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.allMatch(Threads::isStopped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `proc(5)`: the state is the first field after the name, which is in brackets and may have any character.
    private static boolean isStopped(Path thread) {
        try {
            String status = Files.readString(thread.resolve("stat"));
            return status.charAt(status.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            // One that ends between the look at the list and the look at it runs no more.
            if (Files.notExists(thread)) {
                return true;
            }
            throw new UncheckedIOException(e);
        }
    }
}
