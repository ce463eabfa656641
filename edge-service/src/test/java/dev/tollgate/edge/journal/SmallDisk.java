package dev.tollgate.edge.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/// A disk that a test can fill: a tmpfs of its own when it may mount one (root), else a directory that takes no new
/// file while it is "full".
final class SmallDisk implements AutoCloseable {
    private final Path path;
    private final boolean mounted;

    private SmallDisk(Path path, boolean mounted) {
        this.path = path;
        this.mounted = mounted;
    }

    static SmallDisk make(Path parent, int bytes) throws IOException {
        Path path = Files.createDirectory(parent.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", path.toString());
        return new SmallDisk(path, mounted);
    }

    Path path() {
        return path;
    }

    void fill() throws IOException {
        if (mounted) {
            try (OutputStream ballast = Files.newOutputStream(path.resolve("ballast"))) {
                byte[] block = new byte[4_096];
                while (path.toFile().getUsableSpace() > 0) {
                    ballast.write(block);
                }
            }
        } else {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
    }

    void free() throws IOException {
        if (mounted) {
            Files.delete(path.resolve("ballast"));
        } else {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Override
    public void close() {
        if (mounted) {
            run("umount", path.toString());
        }
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
