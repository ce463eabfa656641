package dev.tollgate.local.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The embedded Postgres on disk: its programs, unpacked once per version, and its data.
///
/// Postgres refuses to run as root; then it runs inside `unshare`, where it is nobody.
record PostgresFiles(Path programs, Path data) {

    static final String USER = "tollgate";
    static final String DATABASE = "tollgate";

    private static final int INITDB_SECONDS = 60;

    /// Unpacks the programs and makes an empty database, unless both are there.
    void prepare(String password) {
        try {
            if (!Files.exists(programs.resolve("bin/postgres"))) {
                unpack();
            }
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                create(password);
            }
        } catch (IOException e) {
            throw new StackException("Postgres cannot be prepared: " + e.getMessage(), e);
        }
    }

    List<String> serverCommand(int port) {
        return asUser(List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=256MB"));
    }

    private void create(String password) throws IOException {
        deleteTree(data);
        Files.createDirectories(data.getParent());
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path passwordFile = data.resolveSibling("postgres.password");
        new PrivateFile(passwordFile).write(Map.of());
        Files.writeString(passwordFile, password, StandardCharsets.UTF_8);
        try {
            run(asUser(List.of(
                    programs.resolve("bin/initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C")));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private static void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("tollgate-initdb", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(INITDB_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("initdb failed: "
                        + Files.readString(output).strip().lines().reduce("", (a, b) -> b));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("initdb was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static List<String> asUser(List<String> command) {
        if (!System.getProperty("user.name", "").equals("root")) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    /// Unpacks beside the target and moves, so that a broken unpacking is never taken for a whole one.
    private void unpack() throws IOException {
        Path fresh = programs.resolveSibling(programs.getFileName() + ".new");
        deleteTree(fresh);
        Files.createDirectories(fresh);
        try (InputStream archive = openArchive();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackEntry(fresh, tar, entry);
            }
        }
        deleteTree(programs);
        Files.move(fresh, programs, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpackEntry(Path root, InputStream content, TarArchiveEntry entry) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive of Postgres leads outside: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static InputStream openArchive() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine =
                switch (System.getProperty("os.arch")) {
                    case "aarch64", "arm64" -> "arm_64";
                    default -> "x86_64";
                };
        String name = "/postgres-" + system + "-" + machine + ".txz";
        InputStream archive = PostgresFiles.class.getResourceAsStream(name);
        if (archive == null) {
            throw new IOException("no Postgres for this machine on the class path: " + name);
        }
        return archive;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
