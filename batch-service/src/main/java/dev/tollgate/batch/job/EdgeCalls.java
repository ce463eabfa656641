package dev.tollgate.batch.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.inner.InternalConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks the edge for a line, in the name of the batch's key.
@Singleton
class EdgeCalls {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient client;
    private final ObjectMapper json;
    private final RunnerConfig config;
    private final String token;

    EdgeCalls(ObjectMapper json, RunnerConfig config, InternalConfig internal) {
        this.json = json;
        this.config = config;
        this.token = internal.tokens().getFirst();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /// @param body the request's, as the line says it
    /// @throws IOException when the edge is not reached, or breaks off
    EdgeAnswer ask(TakenLine line, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(config.edgeUrl().resolve(line.endpoint()))
                .header("Content-Type", "application/json")
                .header(Headers.INTERNAL_TOKEN, token)
                .header(Headers.BATCH_KEY, line.keyHash())
                .header(Headers.CLIENT_ADDRESS, line.address())
                .header(Headers.BATCH_LINE, line.name())
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte @Nullable []> response = within(client.sendAsync(request, this::body));
        byte[] answer = response.body();
        HttpHeaders headers = response.headers();
        return new EdgeAnswer(
                response.statusCode(),
                headers.firstValue(Headers.REQUEST_ID).orElse(null),
                seconds(headers.firstValue("Retry-After")),
                headers.firstValue("x-should-retry").filter("false"::equals).isPresent(),
                answer,
                response.statusCode() == OK || answer == null ? "" : code(answer));
    }

    /// What says that it is too large is not read.
    private BodySubscriber<byte @Nullable []> body(ResponseInfo info) {
        long max = config.answerMax().asLongValue();
        return info.headers().firstValueAsLong("Content-Length").orElse(0) > max
                ? BodySubscribers.replacing(null)
                : BodySubscribers.limiting(BodySubscribers.ofByteArray(), max);
    }

    /// The body's last byte included.
    private <T> T within(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(config.lineTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + config.lineTimeout(), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static Optional<Long> seconds(Optional<String> retryAfter) {
        try {
            return retryAfter.map(Long::valueOf);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private String code(byte[] answer) {
        try {
            JsonNode code =
                    json.readTree(new String(answer, StandardCharsets.UTF_8)).at("/error/code");
            return code.asText("");
        } catch (JsonProcessingException _) {
            return "";
        }
    }
}
