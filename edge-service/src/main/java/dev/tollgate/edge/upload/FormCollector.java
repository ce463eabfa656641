package dev.tollgate.edge.upload;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Utf8;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gathers a form's parts: its files go to disk, all else is kept. Leaves by [TooLarge] or [Invalid].
final class FormCollector implements MultipartParser.Sink {
    /// Takes a file's bytes as they come.
    interface Store {
        void write(SpooledFile.Section file, byte[] bytes, int from, int to);
    }

    /// More than is taken.
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ServiceError error;

        TooLarge(String message, String param) {
            super(message, null, false, false);
            this.error = new ServiceError(ErrorCode.REQUEST_TOO_LARGE, message, param);
        }

        ServiceError error() {
            return error;
        }
    }

    private final long fileMax;
    private final long filesMax;
    private final long fieldsMax;
    private final FileFields fileFields;
    private final Store store;
    private final SpooledFile spooled;
    private final List<UpstreamBody.Part> parts = new ArrayList<>();
    private final List<Upload> files = new ArrayList<>();
    private final IdentityHashMap<UpstreamBody.Part, SpooledFile.Section> stored = new IdentityHashMap<>();
    private @Nullable PartHead head;
    /// That the part at hand is written to; null when it is no file.
    private SpooledFile.@Nullable Section section;
    private Buffer value = Buffer.buffer();
    private long filesLength;
    private long fieldsLength;

    FormCollector(UploadConfig config, FileFields fileFields, SpooledFile spooled, Store store) {
        this.fileMax = config.fileMax().asLongValue();
        this.filesMax = config.filesMax().asLongValue();
        this.fieldsMax = config.fieldsMax().asLongValue();
        this.fileFields = fileFields;
        this.spooled = spooled;
        this.store = store;
    }

    @Override
    public void begin(PartHead part) {
        head = part;
        boolean inFile = fileFields.isFile(part);
        if (inFile
                && fileFields.once().contains(part.name())
                && files.stream().anyMatch(file -> file.name().equals(part.name()))) {
            throw Invalid.value(part.name(), "'" + part.name() + "' is given more than once.");
        }
        section = inFile ? spooled.begin() : null;
        value = Buffer.buffer();
        fieldsLength += part.name().length();
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        SpooledFile.Section file = section;
        String name = head == null ? fileFields.blamed() : head.name();
        if (file != null) {
            filesLength += to - from;
            if (file.length() + to - from > fileMax) {
                throw new TooLarge("The file exceeds " + fileMax + " bytes.", name);
            }
            if (filesLength > filesMax) {
                throw new TooLarge("All files together exceed " + filesMax + " bytes.", name);
            }
            store.write(file, bytes, from, to);
        } else {
            fieldsLength += to - from;
            value.appendBytes(bytes, from, to - from);
        }
        if (fieldsLength > fieldsMax) {
            throw new TooLarge("All fields but the file exceed " + fieldsMax + " bytes.", name);
        }
    }

    @Override
    public void end() {
        PartHead part = head;
        if (part == null) {
            return;
        }
        SpooledFile.Section file = section;
        if (file != null && part.filename() != null) {
            UpstreamBody.File whole = new UpstreamBody.File(part.name(), part.filename(), part.contentType(), file);
            parts.add(whole);
            files.add(new Upload(whole, file.start()));
            stored.put(whole, file);
            return;
        }
        if (part.filename() == null && !Utf8.isValid(value.getBytes())) {
            throw Invalid.value(part.name(), "The value of '" + part.name() + "' is not valid UTF-8.");
        }
        parts.add(new UpstreamBody.Field(part.name(), part.filename(), part.contentType(), value));
    }

    Form form() {
        byte[] fingerprint = Form.fingerprint(
                parts, file -> Objects.requireNonNull(stored.get(file)).digest());
        return new Form(parts, files, fingerprint, spooled::close);
    }
}
