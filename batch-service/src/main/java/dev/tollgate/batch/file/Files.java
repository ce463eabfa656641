package dev.tollgate.batch.file;

import dev.tollgate.batch.object.Objects;
import dev.tollgate.batch.store.StoreUnavailable;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Files, of which row and object begin and end together: the row first at the beginning, last at the end.
@Singleton
public class Files {
    private static final Logger LOG = Logger.getLogger(Files.class);

    private final FileRows rows;
    private final Objects objects;
    private final FileConfig config;

    Files(FileRows rows, Objects objects, FileConfig config) {
        this.rows = rows;
        this.objects = objects;
        this.config = config;
    }

    /// Stores one; by the id of one that is there, in its place.
    ///
    /// @param bytes of the local file
    /// @throws ServiceException when it is too large, alone or with the account's others
    public StoredFile store(
            String id, String accountId, String purpose, String filename, Path local, long bytes, long keptSeconds) {
        if (bytes > config.fileMax().asLongValue()) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "The file is larger than " + config.fileMax().asLongValue() + " bytes.",
                    "file"));
        }
        return keep(
                new StoredFile(id, accountId, purpose, filename, bytes, Instant.EPOCH, null),
                local,
                keptSeconds,
                config.accountMax().asLongValue());
    }

    /// Stores what we have made ourselves: it has room in any case, for it is paid for.
    public StoredFile storeOurs(
            String id, String accountId, String purpose, String filename, Path local, long bytes, long keptSeconds) {
        return keep(
                new StoredFile(id, accountId, purpose, filename, bytes, Instant.EPOCH, null),
                local,
                keptSeconds,
                Long.MAX_VALUE);
    }

    private StoredFile keep(StoredFile file, Path local, long keptSeconds, long accountMax) {
        if (!rows.begin(file, keptSeconds, accountMax)) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "The account's files would be larger than " + accountMax + " bytes together: delete some.",
                    "file"));
        }
        objects.put(file.id(), local);
        return rows.stored(file.id()).orElseThrow(() -> new IllegalStateException("the file was swept away meanwhile"));
    }

    /// One that its account sees.
    public Optional<StoredFile> find(String accountId, String id) {
        return rows.find(accountId, id);
    }

    /// All bytes of a file that is there.
    public InputStream open(String id) {
        return objects.open(id);
    }

    /// Some bytes of a file that is there.
    public byte[] read(String id, long from, int length) {
        return objects.read(id, from, length);
    }

    /// From the moment that this returns nobody sees it; its bytes go now, or with the next sweep.
    FileRows.Marked delete(String accountId, String id) {
        FileRows.Marked marked = rows.mark(accountId, id);
        if (marked == FileRows.Marked.MARKED) {
            try {
                erase(id);
            } catch (StoreUnavailable e) {
                LOG.infof("a file's bytes are deleted later: %s", e.getMessage());
            }
        }
        return marked;
    }

    /// The object, then the row.
    void erase(String id) {
        objects.delete(id);
        rows.remove(id);
    }
}
