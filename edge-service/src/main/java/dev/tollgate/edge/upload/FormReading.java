package dev.tollgate.edge.upload;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.json.Invalid;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.logging.Logger;

/// One form being taken in: read as fast as the disk takes its files, and only as long as its client sends. Whatever
/// it ends in but a whole form, its files are let go. Lives on the request's event loop.
final class FormReading {
    /// What it ends in.
    sealed interface Outcome {
        record Whole(Form form) implements Outcome {}

        record Refused(ServiceError error) implements Outcome {}

        /// The disk would not take it.
        record NotStored() implements Outcome {}

        /// The client went away or was too slow.
        record Gone() implements Outcome {}
    }

    private static final Logger LOG = Logger.getLogger(FormReading.class);
    private static final long LOOK_MILLIS = 250;

    private final Vertx vertx;
    private final UploadConfig config;
    private final HttpServerRequest request;
    private final SpooledFile file;
    private final FormCollector collector;
    private final MultipartParser parser;
    private final Promise<Outcome> done = Promise.promise();
    private final long beganNanos = System.nanoTime();
    private long heardNanos = beganNanos;
    private int writing;
    private boolean ended;
    private boolean held;

    FormReading(
            Vertx vertx,
            UploadConfig config,
            FileFields fileFields,
            HttpServerRequest request,
            SpooledFile file,
            String boundary) {
        this.vertx = vertx;
        this.config = config;
        this.request = request;
        this.file = file;
        this.collector = new FormCollector(config, fileFields, file, this::store);
        this.parser = new MultipartParser(boundary, config.partsMax(), collector);
    }

    Future<Outcome> read() {
        long timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
        request.handler(this::packet);
        request.endHandler(nothing -> ended());
        request.exceptionHandler(failure -> end(new Outcome.Gone()));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            // The client waits to be let in before it sends what may be large.
            request.response().writeContinue();
        }
        request.resume();
        return done.future().onComplete(over -> vertx.cancelTimer(timer));
    }

    private void packet(Buffer bytes) {
        heardNanos = System.nanoTime();
        guarded(() -> parser.feed(bytes.getBytes()));
        if (!done.future().isComplete() && file.isFull() && !held) {
            held = true;
            request.pause();
            file.onDrain(this::drained);
        }
    }

    private void drained() {
        held = false;
        heardNanos = System.nanoTime();
        if (!done.future().isComplete()) {
            request.resume();
        }
    }

    private void store(SpooledFile.Section section, byte[] bytes, int from, int to) {
        writing++;
        section.write(bytes, from, to).onComplete(written -> {
            writing--;
            if (written.failed()) {
                LOG.warnf("an upload could not be stored: %s", written.cause().toString());
                end(new Outcome.NotStored());
            } else {
                endIfWhole();
            }
        });
    }

    private void ended() {
        guarded(parser::end);
        ended = true;
        endIfWhole();
    }

    private void endIfWhole() {
        if (ended && writing == 0) {
            end(new Outcome.Whole(collector.form()));
        }
    }

    private void guarded(Runnable parsing) {
        if (done.future().isComplete()) {
            return;
        }
        try {
            parsing.run();
        } catch (Invalid invalid) {
            end(new Outcome.Refused(invalid.error()));
        } catch (FormCollector.TooLarge tooLarge) {
            end(new Outcome.Refused(tooLarge.error()));
        }
    }

    private void look() {
        long now = System.nanoTime();
        boolean slow = now - beganNanos > config.timeout().toNanos();
        boolean silent = !held && !ended && now - heardNanos > config.idle().toNanos();
        if (slow || silent) {
            end(new Outcome.Gone());
        }
    }

    /// Whoever is first: a client that leaves later is somebody else's to notice.
    private void end(Outcome outcome) {
        if (done.tryComplete(outcome) && !(outcome instanceof Outcome.Whole)) {
            file.close();
        }
    }
}
