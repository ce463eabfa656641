package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.provider.spi.StoredFile;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import org.jboss.logging.Logger;

/// Sends a form, its files read from disk piece by piece, as fast as the provider takes them. Lives on the
/// request's event loop.
final class FormSending {
    private static final Logger LOG = Logger.getLogger(FormSending.class);
    private static final int PIECE = 64 * 1024;

    private final HttpClientRequest to;
    private final UpstreamBody.Form form;
    private boolean done;

    private FormSending(HttpClientRequest to, UpstreamBody.Form form) {
        this.to = to;
        this.form = form;
    }

    static FormSending start(HttpClientRequest to, UpstreamBody.Form form) {
        FormSending sending = new FormSending(to, form);
        to.putHeader(HttpHeaders.CONTENT_TYPE, form.contentType());
        to.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(form.length()));
        sending.part(0).compose(sent -> to.end(form.last())).onComplete(ended -> {
            sending.done = ended.succeeded();
            if (ended.failed()) {
                // Whoever waits for the answer hears of it there; a file that is gone is its request's end.
                LOG.debugf("a form was not sent: %s", ended.cause().toString());
                to.reset();
            }
        });
        return sending;
    }

    /// Whether all of it was sent.
    boolean isDone() {
        return done;
    }

    private Future<Void> part(int index) {
        if (index == form.parts().size()) {
            return Future.succeededFuture();
        }
        UpstreamBody.Part part = form.parts().get(index);
        return to.write(form.head(part))
                .compose(head -> switch (part) {
                    case UpstreamBody.Field field ->
                        field.value().length() == 0 ? Future.succeededFuture() : to.write(field.value());
                    case UpstreamBody.File file -> file(file.content());
                })
                .compose(sent -> part(index + 1));
    }

    private Future<Void> file(StoredFile file) {
        Promise<Void> sent = Promise.promise();
        piece(file, 0, sent);
        return sent.future();
    }

    /// Each piece waits until the one before it was taken: one is in memory at a time.
    private void piece(StoredFile file, long at, Promise<Void> sent) {
        int length = (int) Math.min(PIECE, file.length() - at);
        if (length == 0) {
            sent.complete();
            return;
        }
        file.read(at, length)
                .compose(piece -> piece.length() == length
                        ? to.write(piece)
                        : Future.failedFuture("the file is shorter than it was"))
                .onFailure(sent::fail)
                .onSuccess(taken -> piece(file, at + length, sent));
    }
}
