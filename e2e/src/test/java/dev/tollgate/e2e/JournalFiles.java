package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// An edge's journal on disk, as its documentation says that it is laid out: mark, CRC32C of what follows it,
/// length, sequence, epoch, JSON. Read by a second reader, so that the edge's own is not believed.
final class JournalFiles {
    private static final int MARK = 0xFFFE_F1A5;
    private static final int HEADER_BYTES = 28;

    private final Path directory;

    JournalFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /// @param end where the next frame would begin
    record Written(Path file, int end, long sequence, long epoch, JsonNode json) {}

    /// All frames, oldest first.
    List<Written> frames() {
        List<Written> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("segment-"))
                    .sorted()
                    .toList()) {
                read(file, frames);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /// Writes behind the last frame, whole and with a good checksum, under its epoch. The edge must not run.
    void append(byte[] payload) {
        Written last = frames().getLast();
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        frame.putInt(MARK).putInt(0).putInt(payload.length);
        frame.putLong(last.sequence() + 1).putLong(last.epoch()).put(payload);
        CRC32C crc = new CRC32C();
        crc.update(frame.array(), 8, frame.capacity() - 8);
        frame.putInt(4, (int) crc.getValue()).rewind();
        try (FileChannel file = FileChannel.open(last.file(), StandardOpenOption.WRITE)) {
            file.write(frame, last.end());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file, List<Written> into) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file));
        int at = 0;
        while (at + HEADER_BYTES <= data.capacity() && data.getInt(at) == MARK) {
            int length = data.getInt(at + 8);
            int end = at + HEADER_BYTES + length;
            if (length < 0 || end > data.capacity()) {
                return;
            }
            String json = new String(data.array(), at + HEADER_BYTES, length, StandardCharsets.UTF_8);
            into.add(new Written(file, end, data.getLong(at + 12), data.getLong(at + 20), Suite.json(json)));
            at = end;
        }
    }
}
