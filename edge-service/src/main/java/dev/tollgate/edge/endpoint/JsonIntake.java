package dev.tollgate.edge.endpoint;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a JSON body whole, up to its limit and within its time: it must be kept, so that another deployment can be
/// tried.
@Singleton
public class JsonIntake {
    private static final String CONTINUE = "100-continue";
    private static final String JSON = "application/json";

    /// What came of taking it in.
    private sealed interface Read {
        record Complete(Buffer body) implements Read {}

        record Refused(ServiceError error) implements Read {}

        record Gone() implements Read {}
    }

    private final Vertx vertx;
    private final long max;
    private final long timeoutMillis;

    public JsonIntake(Vertx vertx, IntakeConfig config) {
        this.vertx = vertx;
        this.max = config.bodyMax().asLongValue();
        this.timeoutMillis = config.bodyTimeout().toMillis();
    }

    /// Takes in the body of a paused request, and has it read.
    public Future<Taken> take(HttpServerRequest request, Function<Buffer, Reading> reader) {
        long began = System.nanoTime();
        return read(request).map(read -> switch (read) {
            case Read.Complete(Buffer body) -> {
                long bodyNanos = System.nanoTime() - began;
                yield switch (reader.apply(body)) {
                    case Reading.Parsed(ModelRequest parsed) ->
                        new Taken.Understood(parsed, bodyNanos, new Source(() -> body, reader));
                    case Reading.Rejected(ServiceError error) -> new Taken.Refused(error);
                };
            }
            case Read.Refused(ServiceError error) -> new Taken.Refused(error);
            case Read.Gone() -> new Taken.Gone();
        });
    }

    private Future<Read> read(HttpServerRequest request) {
        ServiceError refused = refusedByHeaders(request);
        if (refused != null) {
            return Future.succeededFuture(new Read.Refused(refused));
        }
        Promise<Read> done = Promise.promise();
        Collector collector = new Collector(done, max);
        long timer = vertx.setTimer(timeoutMillis, _ -> done.tryComplete(new Read.Gone()));
        request.handler(collector::add);
        request.endHandler(_ -> collector.end());
        request.exceptionHandler(_ -> done.tryComplete(new Read.Gone()));
        if (CONTINUE.equalsIgnoreCase(request.getHeader("Expect"))) {
            // The client waits to be let in before it sends what may be large.
            request.response().writeContinue();
        }
        request.resume();
        return done.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private @Nullable ServiceError refusedByHeaders(HttpServerRequest request) {
        if (!isJson(request.getHeader("Content-Type"))) {
            return new ServiceError(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as `Content-Type: application/json`.");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return new ServiceError(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body uncompressed: Content-Encoding is not supported.");
        }
        String length = request.getHeader("Content-Length");
        return length != null && exceeds(length) ? tooLarge(max) : null;
    }

    private boolean exceeds(String length) {
        // Vert.x has refused a Content-Length that is no number; one of 19 digits or more is too large in any case.
        return length.length() > 18 || Long.parseLong(length) > max;
    }

    /// Whether a body of this type is JSON.
    public static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT).equals(JSON);
    }

    private static ServiceError tooLarge(long max) {
        return new ServiceError(ErrorCode.REQUEST_TOO_LARGE, "The body exceeds " + max + " bytes.");
    }

    /// Gathers chunks; a body of one chunk is kept as it came, uncopied.
    private static final class Collector {
        private final Promise<Read> done;
        private final long max;
        private @Nullable Buffer body;
        private boolean owned;

        Collector(Promise<Read> done, long max) {
            this.done = done;
            this.max = max;
        }

        void add(Buffer chunk) {
            Buffer sofar = body;
            if (done.future().isComplete()) {
                body = null;
            } else if (sofar == null) {
                body = chunk;
            } else if (sofar.length() + chunk.length() > max) {
                done.tryComplete(new Read.Refused(tooLarge(max)));
            } else {
                body = (owned
                                ? sofar
                                : Buffer.buffer(sofar.length() * 2 + chunk.length())
                                        .appendBuffer(sofar))
                        .appendBuffer(chunk);
                owned = true;
            }
        }

        void end() {
            done.tryComplete(new Read.Complete(body == null ? Buffer.buffer() : body));
        }
    }
}
