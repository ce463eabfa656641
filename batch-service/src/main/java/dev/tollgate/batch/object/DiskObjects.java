package dev.tollgate.batch.object;

import dev.tollgate.batch.store.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A directory. A file gets its name by one move once it is whole and on the disk.
final class DiskObjects implements Objects {
    private static final int SPREAD = 2;

    private final Path directory;

    DiskObjects(Path directory) {
        this.directory = directory;
    }

    @Override
    public void put(String name, Path file) {
        Path place = place(name);
        Path part = place.resolveSibling(name + ".part");
        try {
            Files.createDirectories(place.getParent());
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel whole = FileChannel.open(part, StandardOpenOption.WRITE)) {
                whole.force(true);
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StoreUnavailable(e);
        }
    }

    @Override
    public InputStream open(String name) {
        try {
            return Files.newInputStream(place(name));
        } catch (IOException e) {
            throw new StoreUnavailable(e);
        }
    }

    @Override
    public byte[] read(String name, long from, int length) {
        ByteBuffer part = ByteBuffer.allocate(length);
        try (FileChannel file = FileChannel.open(place(name), StandardOpenOption.READ)) {
            while (part.hasRemaining()) {
                if (file.read(part, from + part.position()) < 0) {
                    throw new IOException(name + " is shorter than it was");
                }
            }
            return part.array();
        } catch (IOException e) {
            throw new StoreUnavailable(e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(place(name));
            Files.deleteIfExists(place(name).resolveSibling(name + ".part"));
        } catch (IOException e) {
            throw new StoreUnavailable(e);
        }
    }

    /// Ids end in what is random: no directory holds too many.
    private Path place(String name) {
        return directory.resolve(name.substring(name.length() - SPREAD)).resolve(name);
    }
}
