package dev.tollgate.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The JVM's archive of loaded classes of one service, which cuts its later starts.
///
/// A JVM that finds a half-written archive does not start at all. So it writes under another name when it ends, and
/// the name is changed only when a stack has stopped it in order.
///
/// @param home the source tree: its `.tollgate/cds` serves every stack of it, tests' too
/// @param process further edges use the first one's archive
record ClassArchive(Path home, String process) {

    /// What the JVM is told: use the archive, make it, or nothing. Only the stack in the tree's own `.tollgate` makes
    /// archives: tests stop too often to pay for it.
    List<String> options(Path data) {
        if (Files.exists(whole())) {
            // The archive of the JDK itself was made without native access: that is no error, but called one.
            return List.of(
                    "-XX:SharedArchiveFile=" + whole(),
                    // Mapped where it was made for: elsewhere each of its pages would be rewritten at the start,
                    // and kept in memory whether it is used or not.
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:ArchiveRelocationMode=0",
                    "-Xshare:auto",
                    "-Xlog:disable",
                    "-Xlog:all=error:stderr",
                    "-Xlog:cds=off:stderr");
        }
        if (!data.equals(home.resolve(".tollgate")) || !isMade()) {
            return List.of();
        }
        try {
            Files.createDirectories(whole().getParent());
            Files.deleteIfExists(fresh());
        } catch (IOException e) {
            throw new StackException("cannot write to " + whole().getParent() + ": " + e.getMessage(), e);
        }
        return List.of("-XX:ArchiveClassesAtExit=" + fresh(), "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /// After the process was stopped in order.
    void keep() {
        try {
            if (isMade() && Files.exists(fresh())) {
                Files.move(fresh(), whole(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new StackException("cannot write " + whole() + ": " + e.getMessage(), e);
        }
    }

    private boolean isMade() {
        return !ProcessNames.isEdge(process) || process.equals(ProcessNames.edge(1));
    }

    private Path whole() {
        String name = ProcessNames.isEdge(process) ? ProcessNames.edge(1) : process;
        return home.resolve(".tollgate/cds").resolve(name + ".jsa");
    }

    private Path fresh() {
        return whole().resolveSibling(whole().getFileName() + ".new");
    }
}
