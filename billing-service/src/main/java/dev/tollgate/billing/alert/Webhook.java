package dev.tollgate.billing.alert;

import dev.tollgate.contract.http.PublicAddress;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/// Calls a webhook. The connection goes to the address that was judged, whatever the name may mean a moment later;
/// what the other side answers, beside its status, is not looked at.
@ApplicationScoped
class Webhook {
    private static final int CONNECT_MILLIS = 5_000;

    private final AlertConfig config;
    private final Clock clock;
    private final HttpClient client;

    Webhook(Vertx vertx, AlertConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setDecompressionSupported(false)
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(config.concurrentMax()));
    }

    /// Fails, in words that may be shown, unless the other side answers 2xx in time.
    Uni<Void> call(String url, String id, String secret, String body) {
        WebhookAddress address = WebhookAddress.of(url);
        return Uni.createFrom()
                .item(() -> judged(address.host()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(at -> send(address, at, id, secret, body))
                .ifNoItem()
                .after(config.timeout())
                .failWith(() ->
                        new Undelivered("no answer within " + config.timeout().toSeconds() + " s"));
    }

    private InetAddress judged(String host) {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new Undelivered("its host has no address");
        }
        for (InetAddress one : all) {
            if (!config.allowPrivate() && !PublicAddress.is(one)) {
                throw new Undelivered("its host does not lead to the public Internet");
            }
        }
        return all[0];
    }

    private Uni<Void> send(WebhookAddress address, InetAddress at, String id, String secret, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(address.port(), at.getHostAddress()))
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.secure())
                .setURI(address.target())
                .setTimeout(config.timeout().toMillis())
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "tollgate")
                .putHeader("tollgate-event-id", id)
                .putHeader(
                        "tollgate-signature",
                        Signature.of(secret, clock.instant().getEpochSecond(), body));
        return Uni.createFrom()
                .completionStage(() -> client.request(options)
                        .compose(request -> request.send(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)))
                                .map(response -> {
                                    request.connection().close();
                                    return response.statusCode();
                                }))
                        .toCompletionStage())
                .onFailure()
                .transform(failure -> new Undelivered("it could not be reached"))
                .invoke(status -> {
                    if (status < 200 || status > 299) {
                        throw new Undelivered("it answered " + status);
                    }
                })
                .replaceWithVoid();
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
