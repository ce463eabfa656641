package dev.tollgate.edge.upload;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.Source;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.json.Invalid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes in a multipart form, within its bounds and its time: its files to disk, all else to memory.
@Singleton
public class FormIntake {
    private static final Logger LOG = Logger.getLogger(FormIntake.class);
    private static final long RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final UploadConfig config;
    private final Spool spool;

    FormIntake(Vertx vertx, UploadConfig config, Spool spool) {
        this.vertx = vertx;
        this.config = config;
        this.spool = spool;
    }

    /// Whether a body of this type is a form.
    public static boolean isForm(@Nullable String contentType) {
        return Boundary.isForm(contentType);
    }

    /// Takes in the body of a paused request, and has it read. What is understood is the reader's to discard.
    ///
    /// @param reader leaves by [Invalid] at the first fault
    public Future<Taken> take(HttpServerRequest request, FileFields fileFields, Function<Form, ModelRequest> reader) {
        long began = System.nanoTime();
        String contentType = request.getHeader("Content-Type");
        ServiceError refused = refusedByHeaders(request, contentType, fileFields);
        String boundary = contentType == null ? null : Boundary.of(contentType);
        if (refused != null || boundary == null) {
            return Future.succeededFuture(new Taken.Refused(
                    refused == null
                            ? PartHead.malformed("its boundary is missing or not valid")
                                    .error()
                            : refused));
        }
        return spool.open(Math.min(declared(request), filesMax(fileFields)))
                .compose(file -> new FormReading(vertx, config, fileFields, request, file, boundary).read())
                .map(read -> switch (read) {
                    case FormReading.Outcome.Whole(Form form) -> understood(form, reader, began);
                    case FormReading.Outcome.Refused(ServiceError error) -> new Taken.Refused(error);
                    case FormReading.Outcome.NotStored() -> noRoom();
                    case FormReading.Outcome.Gone() -> new Taken.Gone();
                })
                .recover(failure -> {
                    if (failure instanceof Spool.NoRoom) {
                        LOG.warnf("an upload is refused: %s", failure.getMessage());
                        return Future.succeededFuture(noRoom());
                    }
                    return Future.failedFuture(failure);
                });
    }

    private static Taken understood(Form form, Function<Form, ModelRequest> reader, long began) {
        try {
            return new Taken.Understood(
                    reader.apply(form),
                    System.nanoTime() - began,
                    new Source(form::fields, fields -> again(form, fields, reader)));
        } catch (Invalid invalid) {
            form.discard();
            return new Taken.Refused(invalid.error());
        } catch (RuntimeException e) {
            form.discard();
            throw e;
        }
    }

    private static Reading again(Form form, Buffer fields, Function<Form, ModelRequest> reader) {
        try {
            return new Reading.Parsed(reader.apply(form.with(fields)));
        } catch (Invalid invalid) {
            return new Reading.Rejected(invalid.error());
        }
    }

    private static Taken noRoom() {
        return new Taken.Refused(
                new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "There is no room for uploads at the moment."),
                RETRY_MILLIS);
    }

    private @Nullable ServiceError refusedByHeaders(
            HttpServerRequest request, @Nullable String contentType, FileFields fileFields) {
        if (!Boundary.isForm(contentType)) {
            return new ServiceError(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as `Content-Type: multipart/form-data`.");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return new ServiceError(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body uncompressed: Content-Encoding is not supported.");
        }
        long max = filesMax(fileFields) + config.fieldsMax().asLongValue();
        return declared(request) > max && request.getHeader("Content-Length") != null
                ? new ServiceError(
                        ErrorCode.REQUEST_TOO_LARGE, "The body exceeds " + max + " bytes.", fileFields.blamed())
                : null;
    }

    /// Of one form, in bytes.
    private long filesMax(FileFields fileFields) {
        return (fileFields.isMany() ? config.filesMax() : config.fileMax()).asLongValue();
    }

    /// Bytes; as many as can be when only the end will tell.
    private static long declared(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        // Vert.x has refused what is no number; one of 19 digits or more is too large in any case.
        return length == null || length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
    }
}
