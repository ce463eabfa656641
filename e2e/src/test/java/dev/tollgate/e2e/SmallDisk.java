package dev.tollgate.e2e;

import dev.tollgate.local.stack.StackBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// A disk of its own for one edge's journal, small enough to be filled: a file system in memory where the tests may
/// mount one (root on Linux). Elsewhere the journal's own cap stands in for the disk's end.
final class SmallDisk {
    private static final String SIZE = "6m";
    private static final String CAP = "4M";
    private static final Path MOUNT =
            Path.of("target", "small-disk-" + ProcessHandle.current().pid()).toAbsolutePath();

    private static boolean mounted;

    private SmallDisk() {}

    static synchronized void giveTo(StackBuilder builder, String edge) {
        try {
            Files.createDirectories(MOUNT);
            mounted = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", MOUNT.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (mounted) {
            builder.environment(
                    edge, "TOLLGATE_EDGE_JOURNAL_DIR", journalDirectory().toString());
        } else {
            builder.environment(edge, "TOLLGATE_EDGE_JOURNAL_MAX_BYTES", CAP);
        }
    }

    static synchronized boolean isThere() {
        return mounted;
    }

    static JournalFiles journal(Path otherwise) {
        return new JournalFiles(isThere() ? journalDirectory() : otherwise);
    }

    /// Takes all the room that is left, but for less than a segment.
    static void fill() {
        byte[] junk = new byte[256 << 10];
        new Random(1).nextBytes(junk);
        try (var out = Files.newOutputStream(MOUNT.resolve("junk"))) {
            while (MOUNT.toFile().getUsableSpace() > junk.length) {
                out.write(junk);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void clear() {
        try {
            Files.deleteIfExists(MOUNT.resolve("junk"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static synchronized void takeBack() {
        if (mounted) {
            mounted = !run("umount", MOUNT.toString());
        }
    }

    private static Path journalDirectory() {
        return MOUNT.resolve("journal");
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
