package dev.tollgate.edge.fetch;

import dev.tollgate.edge.provider.spi.FetchedFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One GET to an address that was judged, bounded in size and time. Sends nothing of ours or the caller's along.
final class Download {
    /// What stands there.
    sealed interface Answer {
        record File(FetchedFile file) implements Answer {}

        record Elsewhere(String location) implements Answer {}
    }

    private static final int CONNECT_MILLIS = 5_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final long max;

    Download(Vertx vertx, FetchConfig config) {
        this.vertx = vertx;
        this.max = config.fileMax().asLongValue();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setDecompressionSupported(false)
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(config.concurrentMax()));
    }

    /// @param at where the connection goes, whatever the name may mean by now
    /// @param until on the monotonic clock
    Future<Answer> from(FileAddress address, InetAddress at, long until) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
            return Future.failedFuture(new Unfetched(Unfetched.TOO_LONG));
        }
        Promise<Answer> answer = Promise.promise();
        long timer = vertx.setTimer(left, late -> answer.tryFail(new Unfetched(Unfetched.TOO_LONG)));
        answer.future().onComplete(done -> vertx.cancelTimer(timer));
        client.request(options(address, at)).onFailure(answer::tryFail).onSuccess(request -> {
            request.exceptionHandler(answer::tryFail);
            answer.future().onFailure(failure -> request.reset());
            request.send().onFailure(answer::tryFail).onSuccess(response -> judge(request, response, answer));
        });
        return answer.future();
    }

    private static RequestOptions options(FileAddress address, InetAddress at) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(address.port(), at.getHostAddress()))
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.secure())
                .setURI(address.target())
                .setFollowRedirects(false)
                .putHeader("Accept", "image/*, application/pdf")
                .putHeader("User-Agent", "tollgate");
    }

    private void judge(HttpClientRequest request, HttpClientResponse response, Promise<Answer> answer) {
        response.exceptionHandler(answer::tryFail);
        String location = response.getHeader("Location");
        String length = response.getHeader("Content-Length");
        if (isRedirect(response.statusCode()) && location != null) {
            answer.tryComplete(new Answer.Elsewhere(location));
            request.reset();
        } else if (response.statusCode() != 200) {
            answer.tryFail(new Unfetched("It answered with another status than 200."));
        } else if (exceeds(length)) {
            answer.tryFail(tooLarge());
        } else {
            read(response, answer);
        }
    }

    private void read(HttpClientResponse response, Promise<Answer> answer) {
        Buffer file = Buffer.buffer();
        response.handler(chunk -> {
            if (file.length() + chunk.length() > max) {
                answer.tryFail(tooLarge());
            } else if (!answer.future().isComplete()) {
                file.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> {
            byte[] bytes = file.getBytes();
            String type = MediaType.of(bytes);
            if (type == null) {
                answer.tryFail(new Unfetched("It must be a PNG, JPEG, GIF, WebP or PDF file."));
            } else {
                answer.tryComplete(new Answer.File(new FetchedFile(type, bytes)));
            }
        });
    }

    private Unfetched tooLarge() {
        return new Unfetched("It is larger than " + max + " bytes.");
    }

    private boolean exceeds(@Nullable String length) {
        return length != null && (length.length() > 18 || Long.parseLong(length) > max);
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    void close() {
        client.close();
    }
}
