package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Granted;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.relay.UnheardAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call to a deployment that no caller waits for: a copy of a request, or a probe. Lives on one event loop.
/// Nothing of it decides about a deployment's health; who asked does.
final class AsideCall {
    private static final int OK = 200;

    private final Dispatcher dispatcher;
    private final AsideAsk ask;
    private final Target target;
    private final ProviderAdapter adapter;
    private final long began = System.nanoTime();
    private final Promise<Aside> told = Promise.promise();
    private Spoken.Said spoken;
    private @Nullable HttpClientRequest client;
    private @Nullable AnswerReader reader;
    private @Nullable Long firstByteMillis;
    private boolean written;
    private boolean over;
    private long timer;

    AsideCall(Dispatcher dispatcher, AsideAsk ask) {
        this.dispatcher = dispatcher;
        this.ask = ask;
        this.target = ask.target();
        this.adapter = dispatcher.adapter(target.provider().kind());
        this.spoken = Spoken.Said.asItIs(ask.body());
    }

    Future<Aside> start() {
        timer = dispatcher.vertx().setTimer(Math.max(1, ask.millisMax()), late -> end(new Failure.TimedOut()));
        guarded(this::speak);
        return told.future();
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            end(new Failure.Unsupported("", String.valueOf(e.getMessage())));
        }
    }

    private void speak() {
        switch (ask.body().spoken(adapter)) {
            case Spoken.Said said -> {
                spoken = said;
                authorize();
            }
            case Spoken.Unsaid(String param, String message) -> end(new Failure.Unsupported(param, message));
        }
    }

    private void authorize() {
        CallBody body = spoken.body();
        if (!adapter.operations().contains(body.operation())
                || !adapter.fetches(body).isEmpty()) {
            end(new Failure.Unsupported("model", "not said to this provider aside of requests"));
            return;
        }
        String configured = target.secret();
        Optional<Future<Granted>> asked = configured == null
                ? Optional.empty()
                : adapter.grant(target.provider().baseUrl(), configured);
        if (asked.isEmpty()) {
            translate(configured);
        } else {
            Context context = dispatcher.vertx().getOrCreateContext();
            asked.get().onComplete(done -> context.runOnContext(_ -> guarded(() -> granted(done.result()))));
        }
    }

    private void granted(Granted granted) {
        switch (granted) {
            case Granted.Secret(String given) -> translate(given);
            case Granted.Denied(Failure failure) -> end(failure);
        }
    }

    private void translate(@Nullable String secret) {
        if (over) {
            return;
        }
        Translation translation = adapter.translate(
                spoken.body(),
                new Upstream(
                        target.provider().baseUrl(),
                        target.deployment().upstreamModel(),
                        secret,
                        ask.outputBound(),
                        ask.modelBound(),
                        Map.of()));
        switch (translation) {
            case Translation.Translated(UpstreamRequest upstream) -> connect(upstream);
            case Translation.Unsupported(String param, String message) -> end(new Failure.Unsupported(param, message));
        }
    }

    private void connect(UpstreamRequest upstream) {
        String path = ask.path();
        RequestOptions options = dispatcher
                .clients()
                .post(path == null ? upstream.url() : target.provider().baseUrl() + path);
        upstream.headers().forEach((name, value) -> {
            if (path == null || !name.equalsIgnoreCase("content-type")) {
                options.putHeader(name, value);
            }
        });
        if (path != null) {
            options.setMethod(HttpMethod.GET);
        }
        dispatcher
                .clients()
                .of(target)
                .request(options)
                .onFailure(failure -> end(new Failure.Broken("connect")))
                .onSuccess(connected -> send(connected, upstream.content(), path == null));
    }

    private void send(HttpClientRequest connected, UpstreamBody body, boolean withBody) {
        connected.exceptionHandler(failure -> end(new Failure.Broken("connect")));
        if (over) {
            connected.reset();
            return;
        }
        client = connected;
        if (!ProviderPeer.isAllowed(
                target.provider().baseUrl(), connected.connection().remoteAddress())) {
            end(new Failure.Broken("address"));
            return;
        }
        if (!(body instanceof UpstreamBody.Bytes(var bytes))) {
            end(new Failure.Unsupported("file", "forms are not sent aside of requests"));
            return;
        }
        written = true;
        (withBody ? connected.send(bytes) : connected.send())
                .onFailure(failure -> end(new Failure.Broken("reset")))
                .onSuccess(this::answered);
    }

    private void answered(HttpClientResponse response) {
        if (over) {
            response.request().reset();
            return;
        }
        response.pause();
        firstByteMillis = AttemptLog.since(began);
        if (response.statusCode() != OK) {
            ErrorBody.read(
                    dispatcher.vertx(),
                    response,
                    dispatcher.config().errorBody().toMillis(),
                    body -> end(adapter.failure(response.statusCode(), response::getHeader, body.getBytes())));
        } else if (ask.path() != null) {
            // That it is there is all that was asked.
            response.handler(chunk -> {});
            response.resume();
            end(null);
        } else {
            read(response);
        }
    }

    private void read(HttpClientResponse response) {
        AnswerReader reading = spoken.reading().apply(adapter.reader(spoken.body()));
        reader = reading;
        UnheardAnswer.read(
                dispatcher.vertx(),
                response,
                reading,
                adapter.framing(),
                ask.body().stream(),
                new UnheardAnswer.Bounds(ask.bytesMax(), ask.millisMax()),
                failure -> end(failure.orElse(null)));
    }

    private void end(@Nullable Failure failure) {
        if (over) {
            return;
        }
        over = true;
        dispatcher.vertx().cancelTimer(timer);
        if (failure != null && client != null) {
            client.reset();
        }
        AnswerReader read = reader;
        Quantities usage = read == null ? null : read.usage();
        told.complete(new Aside(target, failure, usage, firstByteMillis, AttemptLog.since(began), written));
    }
}
