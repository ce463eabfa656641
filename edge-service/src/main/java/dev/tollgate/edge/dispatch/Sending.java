package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.fetch.Fetching;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.FetchedFile;
import dev.tollgate.edge.provider.spi.Granted;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.relay.Clearance;
import dev.tollgate.edge.trace.AttemptFacts;
import dev.tollgate.edge.trace.AttemptSpan;
import dev.tollgate.edge.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One attempt under way: connected, cleared right before the write, written, up to the answer's head; or to the
/// end of an error's body. Tells [Attempts] once, unless it was left.
final class Sending {
    private static final Logger LOG = Logger.getLogger(Sending.class);

    private final Attempts attempts;
    private final Dispatcher dispatcher;
    private final DispatchRequest request;
    private final Target target;
    private final ProviderAdapter adapter;
    private final long began = System.nanoTime();
    private AttemptSpan span = AttemptSpan.NONE;
    private Spoken.Said spoken;
    private Map<String, FetchedFile> files = Map.of();
    private @Nullable String secret;
    private @Nullable HttpClientRequest client;
    private @Nullable FormSending sentForm;
    private long timer;
    private boolean written;
    private boolean headed;
    private boolean over;

    Sending(Attempts attempts, Dispatcher dispatcher, DispatchRequest request, Target target) {
        this.attempts = attempts;
        this.dispatcher = dispatcher;
        this.request = request;
        this.target = target;
        this.adapter = dispatcher.adapter(target.provider().kind());
        this.spoken = Spoken.Said.asItIs(request.body());
        this.secret = target.secret();
    }

    Target target() {
        return target;
    }

    ProviderAdapter adapter() {
        return adapter;
    }

    /// Of this attempt's answer.
    AnswerReader reader() {
        return spoken.reading().apply(adapter.reader(spoken.body()));
    }

    AttemptSpan span() {
        return span;
    }

    /// On the monotonic clock.
    long began() {
        return began;
    }

    /// Whether the provider may have got the request.
    boolean isWritten() {
        return written;
    }

    void start() {
        switch (request.body().spoken(adapter, upstream(target.secret(), null))) {
            case Spoken.Said said -> {
                spoken = said;
                fetch();
            }
            case Spoken.Unsaid(String param, String message) -> cannot(new Failure.Unsupported(param, message));
        }
    }

    private void fetch() {
        List<String> wanted = offered() ? adapter.fetches(spoken.body()) : List.of();
        if (wanted.isEmpty()) {
            authorize();
        } else {
            attempts.files().fetch(wanted).onSuccess(fetching -> attempts.guarded(() -> fetched(fetching)));
        }
    }

    private void fetched(Fetching fetching) {
        switch (fetching) {
            case Fetching.Fetched(Map<String, FetchedFile> fetched) -> {
                files = fetched;
                authorize();
            }
            case Fetching.Refused(String address, String message) ->
                cannot(new Failure.Unfetched(Place.of(request.body(), address), message));
            case Fetching.Busy() -> uncleared(Withheld.busy());
        }
    }

    /// With the configured credential, or with what is granted for it.
    private void authorize() {
        String configured = target.secret();
        Optional<Future<Granted>> asked = configured == null || over
                ? Optional.empty()
                : adapter.grant(target.provider().baseUrl(), configured);
        if (asked.isEmpty()) {
            translate();
        } else {
            granted(asked.get());
        }
    }

    /// A token that is there already costs no turn of the event loop.
    private void granted(Future<Granted> asked) {
        if (asked.isComplete()) {
            granted(asked.result());
        } else {
            Context context = dispatcher.vertx().getOrCreateContext();
            asked.onComplete(done -> context.runOnContext(_ -> attempts.guarded(() -> granted(done.result()))));
        }
    }

    private void granted(Granted granted) {
        switch (granted) {
            case Granted.Secret(String given) -> {
                secret = given;
                translate();
            }
            case Granted.Denied(Failure failure) -> cannot(failure);
        }
    }

    private void cannot(Failure failure) {
        if (take()) {
            attempts.failed(this, failure);
        }
    }

    private void translate() {
        if (over) {
            return;
        }
        switch (translated(request.outputBound())) {
            case Translation.Translated(UpstreamRequest upstream) -> start(upstream);
            case Translation.Unsupported(String param, String message) ->
                cannot(new Failure.Unsupported(spoken.param().apply(param), message));
        }
    }

    private void start(UpstreamRequest upstream) {
        timer = dispatcher.vertx().setTimer(firstByteMillis(), tick -> attempts.guarded(this::timedOut));
        RequestOptions options = dispatcher.clients().post(upstream.url());
        upstream.headers().forEach(options::putHeader);
        Tracing tracing = dispatcher.tracing();
        span = tracing.isOn() ? tracing.attempt(facts(upstream.url())) : AttemptSpan.NONE;
        String traceparent = span.traceparent() == null ? request.traceparent() : span.traceparent();
        if (target.provider().sendTraceparent() && traceparent != null) {
            options.putHeader("traceparent", traceparent);
        }
        dispatcher
                .clients()
                .of(target)
                .request(options)
                .onFailure(this::notSent)
                .onSuccess(connected -> attempts.guarded(() -> connected(connected, upstream.content())));
    }

    private AttemptFacts facts(String url) {
        return new AttemptFacts(
                request.requestId(),
                request.body().operation().capability(),
                target.provider().kind(),
                target.deployment().upstreamModel(),
                target.id(),
                url,
                attempts.number(),
                request.outputBound());
    }

    private Translation translated(@Nullable Long outputBound) {
        if (!offered()) {
            return new Translation.Unsupported(
                    "model",
                    "The provider of this model does not offer "
                            + request.body().operation().label() + ".");
        }
        return adapter.translate(spoken.body(), upstream(secret, outputBound));
    }

    private Upstream upstream(@Nullable String credential, @Nullable Long outputBound) {
        return new Upstream(
                target.provider().baseUrl(),
                target.deployment().upstreamModel(),
                credential,
                outputBound,
                request.modelBound(),
                files);
    }

    private boolean offered() {
        return adapter.operations().contains(spoken.body().operation());
    }

    private long firstByteMillis() {
        return request.body().flows()
                ? target.timeouts().firstByte()
                : target.timeouts().plain();
    }

    private void connected(HttpClientRequest connected, UpstreamBody body) {
        // The provider may close the connection while we are cleared.
        connected.exceptionHandler(this::notSent);
        if (over) {
            connected.reset();
            return;
        }
        client = connected;
        if (!ProviderPeer.isAllowed(
                target.provider().baseUrl(), connected.connection().remoteAddress())) {
            misled();
            return;
        }
        clear(connected, request.outputBound(), body);
    }

    /// Nothing comes between the clearance and the write: what another bound makes of the body is cleared again.
    private void clear(HttpClientRequest connected, @Nullable Long bound, UpstreamBody body) {
        request.hooks()
                .beforeUpstreamWrite(target, attempts.number())
                .onFailure(failure -> uncleared(Withheld.unrecorded(request.requestId(), failure)))
                .onSuccess(clearance -> attempts.guarded(() -> {
                    switch (clearance) {
                        case Clearance.Cleared cleared -> {
                            Long now = cleared.outputBound();
                            if (over || Objects.equals(now, bound)) {
                                write(connected, cleared, body);
                            } else {
                                clear(connected, now, bounded(connected, now, body));
                            }
                        }
                        case Clearance.Refused refused -> uncleared(refused);
                    }
                }));
    }

    /// The provider's name leads where no provider is: nothing was written, the credential least of all.
    private void misled() {
        LOG.warnf("the address of %s leads to this machine, a link-local or a metadata address", target.id());
        if (leave()) {
            attempts.failed(this, new Failure.Broken("address"));
        }
    }

    private void uncleared(Clearance.Refused refused) {
        if (leave()) {
            attempts.uncleared(this, refused);
        }
    }

    private void write(HttpClientRequest connected, Clearance.Cleared cleared, UpstreamBody body) {
        if (over) {
            return;
        }
        written = true;
        attempts.cleared(cleared);
        switch (body) {
            case UpstreamBody.Bytes(Buffer bytes) ->
                connected.send(bytes).onFailure(this::notSent).onSuccess(this::headCame);
            case UpstreamBody.Form form -> {
                connected.response().onFailure(this::notSent).onSuccess(this::headCame);
                sentForm = FormSending.start(connected, form);
            }
        }
    }

    /// With another bound on its output; nothing else decides whether there are words for it. Its headers may sign
    /// the body.
    private UpstreamBody bounded(HttpClientRequest connected, @Nullable Long bound, UpstreamBody body) {
        if (!(translated(bound) instanceof Translation.Translated(UpstreamRequest anew))) {
            return body;
        }
        anew.headers().forEach(connected::putHeader);
        return anew.content();
    }

    /// Leaves off; the upstream is closed.
    ///
    /// @return false when it had told its end already
    boolean leave() {
        if (!take()) {
            return false;
        }
        if (client != null) {
            client.reset();
        }
        return true;
    }

    /// Leaves off whether or not it had told its end: nothing of it is wanted any more.
    void abandon() {
        take();
        if (client != null) {
            client.reset();
        }
    }

    private void timedOut() {
        if (leave()) {
            attempts.failed(this, new Failure.TimedOut());
        }
    }

    private void notSent(Throwable failure) {
        if (!headed && take()) {
            attempts.guarded(() -> unsent(failure));
        }
    }

    private void unsent(Throwable failure) {
        LOG.debugf("attempt at %s failed: %s", target.id(), failure.toString());
        if (isDead(failure)) {
            attempts.closedUnanswered(this);
        } else {
            attempts.failed(this, new Failure.Broken("connect"));
        }
    }

    /// The provider closed the connection, in order or with what was on its way to it.
    private boolean isDead(Throwable failure) {
        return failure instanceof HttpClosedException
                || (client != null && failure instanceof IOException && !(failure instanceof SSLException));
    }

    private void headCame(HttpClientResponse response) {
        attempts.guarded(() -> answered(response));
    }

    private void answered(HttpClientResponse response) {
        if (over) {
            response.request().reset();
            return;
        }
        response.pause();
        headed = true;
        dispatcher.vertx().cancelTimer(timer);
        if (response.statusCode() == 200) {
            take();
            attempts.answered(this, response);
        } else {
            long wait = Math.min(
                    target.timeouts().firstByte(),
                    dispatcher.config().errorBody().toMillis());
            ErrorBody.read(dispatcher.vertx(), response, wait, body -> attempts.guarded(() -> refused(response, body)));
        }
    }

    private void refused(HttpClientResponse response, Buffer body) {
        if (sentForm != null && !sentForm.isDone()) {
            // It has said no before it had heard all.
            response.request().reset();
        }
        if (take()) {
            attempts.failed(this, adapter.failure(response.statusCode(), response::getHeader, body.getBytes()));
        }
    }

    private boolean take() {
        if (over) {
            return false;
        }
        over = true;
        dispatcher.vertx().cancelTimer(timer);
        return true;
    }
}
