package dev.tollgate.edge.upload;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Utf8;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers a form's parts: the file named `file` goes to disk, all else is kept. Leaves by [TooLarge] or [Invalid].
final class FormCollector implements MultipartParser.Sink {
    private static final String FILE = "file";

    /// Takes the file's bytes as they come.
    interface Store {
        void write(byte[] bytes, int from, int to);
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
    private final long fieldsMax;
    private final Store store;
    private final SpooledFile spooled;
    private final List<UpstreamBody.Part> parts = new ArrayList<>();
    private UpstreamBody.@Nullable File file;
    private @Nullable PartHead head;
    private Buffer value = Buffer.buffer();
    private long fileLength;
    private long fieldsLength;
    private boolean inFile;

    FormCollector(UploadConfig config, SpooledFile spooled, Store store) {
        this.fileMax = config.fileMax().asLongValue();
        this.fieldsMax = config.fieldsMax().asLongValue();
        this.spooled = spooled;
        this.store = store;
    }

    @Override
    public void begin(PartHead part) {
        head = part;
        inFile = part.name().equals(FILE) && part.filename() != null;
        if (inFile && file != null) {
            throw Invalid.value(FILE, "'" + FILE + "' is given more than once.");
        }
        value = Buffer.buffer();
        fieldsLength += part.name().length();
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        if (inFile) {
            fileLength += to - from;
            if (fileLength > fileMax) {
                throw new TooLarge("The file exceeds " + fileMax + " bytes.", FILE);
            }
            store.write(bytes, from, to);
        } else {
            fieldsLength += to - from;
            value.appendBytes(bytes, from, to - from);
        }
        if (fieldsLength > fieldsMax) {
            throw new TooLarge(
                    "All fields but the file exceed " + fieldsMax + " bytes.", head == null ? FILE : head.name());
        }
    }

    @Override
    public void end() {
        PartHead part = head;
        if (part == null) {
            return;
        }
        if (inFile && part.filename() != null) {
            UpstreamBody.File stored = new UpstreamBody.File(part.name(), part.filename(), part.contentType(), spooled);
            file = stored;
            parts.add(stored);
            return;
        }
        if (part.filename() == null && !Utf8.isValid(value.getBytes())) {
            throw Invalid.value(part.name(), "The value of '" + part.name() + "' is not valid UTF-8.");
        }
        parts.add(new UpstreamBody.Field(part.name(), part.filename(), part.contentType(), value));
    }

    Form form() {
        return new Form(parts, file, spooled.start(), Form.fingerprint(parts, spooled.digest()), spooled::close);
    }
}
