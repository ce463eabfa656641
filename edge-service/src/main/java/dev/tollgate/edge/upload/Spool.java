package dev.tollgate.edge.upload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Where uploads are kept: files without a name, bounded all together and by what is free on their volume.
///
/// A file is unlinked as soon as it is open, where the system can do that (Linux can): it is gone with its request,
/// or with its process. What a process left that died in between, its successor deletes.
@Startup
@Singleton
class Spool {
    private static final Logger LOG = Logger.getLogger(Spool.class);
    private static final String SUFFIX = ".upload";

    private final Vertx vertx;
    private final Path dir;
    private final long totalMax;
    private final long diskFree;
    /// Bytes that are, or may still be, written to files that are open.
    private final AtomicLong promised = new AtomicLong();
    private final Counter refused;

    Spool(Vertx vertx, UploadConfig config, MeterRegistry registry) {
        this.vertx = vertx;
        this.dir = config.dir().toAbsolutePath();
        this.totalMax = config.totalMax().asLongValue();
        this.diskFree = config.diskFree().asLongValue();
        Gauge.builder("tollgate.edge.uploads.promised", promised, AtomicLong::get)
                .description("Disk space of the uploads under way, counted in full from their beginning")
                .baseUnit("bytes")
                .register(registry);
        this.refused = Counter.builder("tollgate.edge.uploads.refused")
                .description("Uploads refused as there was no room for them")
                .register(registry);
    }

    @PostConstruct
    void prepare() {
        try {
            Files.createDirectories(dir);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(dir, "*" + SUFFIX)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                    LOG.infof("deleted %s, which an earlier process left", file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of uploads cannot be used: " + dir, e);
        }
    }

    /// Fails with [NoRoom] when there is none for so many bytes.
    Future<SpooledFile> open(long atMost) {
        if (promised.addAndGet(atMost) > totalMax) {
            return noRoom(atMost, "too many uploads are under way");
        }
        return vertx.<Boolean>executeBlocking(this::hasRoom, false)
                .compose(room -> room ? create(atMost) : noRoom(atMost, "the disk is full"))
                .onFailure(failure -> {
                    if (!(failure instanceof NoRoom)) {
                        promised.addAndGet(-atMost);
                    }
                });
    }

    /// What is promised may all be written yet.
    private boolean hasRoom() throws IOException {
        return Files.getFileStore(dir).getUsableSpace() - promised.get() >= diskFree;
    }

    private Future<SpooledFile> create(long atMost) {
        OpenOptions options = new OpenOptions()
                .setRead(true)
                .setWrite(true)
                .setCreateNew(true)
                .setDeleteOnClose(true)
                .setPerms("rw-------");
        return vertx.fileSystem()
                .open(dir.resolve(UUID.randomUUID() + SUFFIX).toString(), options)
                .map(file -> new SpooledFile(file, () -> promised.addAndGet(-atMost)));
    }

    private Future<SpooledFile> noRoom(long atMost, String why) {
        promised.addAndGet(-atMost);
        refused.increment();
        return Future.failedFuture(new NoRoom(why));
    }

    /// There is no room for another upload at the moment.
    static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoom(String why) {
            super(why, null, false, false);
        }
    }
}
