package dev.tollgate.console.playground;

import dev.tollgate.console.web.BrandConfig;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/// Calls the gateway as any client does.
@ApplicationScoped
class EdgePeer {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final HttpClient http;
    private final String chatUrl;

    @Inject
    EdgePeer(Vertx vertx, PlaygroundConfig config, BrandConfig brand) {
        this.chatUrl = config.edgeUrl().orElseGet(brand::apiUrl) + "/chat/completions";
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) CONNECT.toMillis())
                        .setIdleTimeout((int) config.idleTimeout().toSeconds())
                        .setMaxWaitQueueSize(0),
                new PoolOptions().setHttp1MaxSize(config.maxAnswers()));
    }

    /// Asks, and gives the answer's head; its body waits until it is read.
    Uni<HttpClientResponse> chat(String secret, byte[] body) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(chatUrl);
        options.putHeader("Authorization", "Bearer " + secret).putHeader("Content-Type", "application/json");
        return Uni.createFrom()
                .completionStage(() -> http.request(options)
                        .compose(request -> request.send(Buffer.buffer(body)))
                        .map(HttpClientResponse::pause)
                        .toCompletionStage())
                .onFailure()
                .transform(_ ->
                        new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, "The gateway is not reached: try again."));
    }

    /// The body as it comes, no faster than it is taken. Whoever stops reading ends the answer at the gateway too, so
    /// that nothing more is charged.
    static Multi<byte[]> body(HttpClientResponse answer) {
        return MultiHelper.toMulti(answer)
                .map(Buffer::getBytes)
                .onCancellation()
                .invoke(() -> drop(answer));
    }

    /// Nobody reads this answer any more. That it breaks off is what was wanted, and no error to be logged.
    static void drop(HttpClientResponse answer) {
        answer.exceptionHandler(_ -> {});
        answer.request().reset();
    }
}
