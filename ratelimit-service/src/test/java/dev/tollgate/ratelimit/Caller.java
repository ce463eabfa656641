package dev.tollgate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import dev.tollgate.local.testing.TestSecrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/// An edge, as the service sees it.
@NullUnmarked
public final class Caller {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String edgeId;

    public Caller(String edgeId) {
        this.edgeId = edgeId;
    }

    public static Subject account() {
        String id = "acc_" + UUID.randomUUID();
        return new Subject(SubjectKind.ACCOUNT, id, id);
    }

    public static Subject keyOf(Subject account) {
        return new Subject(SubjectKind.KEY, "key_" + UUID.randomUUID(), account.accountId());
    }

    public static Subject group() {
        return new Subject(SubjectKind.GROUP, "group-" + UUID.randomUUID(), null);
    }

    public static Subject model() {
        return new Subject(SubjectKind.MODEL, "vendor/model:" + UUID.randomUUID(), null);
    }

    public static PermitAsk.LimitCheck rpm(Subject subject, long limit) {
        return new PermitAsk.LimitCheck(subject, new RateLimits(limit, null, null, null));
    }

    public static PermitAsk.LimitCheck tpm(Subject subject, long limit) {
        return new PermitAsk.LimitCheck(subject, new RateLimits(null, limit, null, null));
    }

    public static PermitAsk.LimitCheck rpd(Subject subject, long limit) {
        return new PermitAsk.LimitCheck(subject, new RateLimits(null, null, limit, null));
    }

    public static PermitAsk.LimitCheck concurrency(Subject subject, long limit) {
        return new PermitAsk.LimitCheck(subject, new RateLimits(null, null, null, limit));
    }

    public PermitAnswer ask(PermitAsk.LimitCheck... checks) {
        return ask(UUID.randomUUID().toString(), 0, checks);
    }

    public PermitAnswer ask(String requestId, long tokens, PermitAsk.LimitCheck... checks) {
        return post(
                InternalPaths.PERMITS, new PermitAsk(requestId, edgeId, tokens, List.of(checks)), PermitAnswer.class);
    }

    public boolean isAdmitted(PermitAsk.LimitCheck... checks) {
        return ask(checks).refusal() == null;
    }

    public static long remaining(PermitAnswer answer) {
        return answer.windows().getFirst().remaining();
    }

    public void correct(PermitCorrections.Correction... corrections) {
        post(InternalPaths.PERMIT_CORRECTIONS, new PermitCorrections(edgeId, List.of(corrections)), null);
    }

    public void renew(ConcurrencyRenewal.Held... held) {
        post(InternalPaths.PERMIT_RENEWALS, new ConcurrencyRenewal(edgeId, List.of(held)), null);
    }

    public SliceAnswers.SliceAnswer slice(
            String sliceId, Subject subject, Dimension dimension, long limit, long amount) {
        return slice(new SliceAsks.SliceAsk(sliceId, subject, dimension, limit, amount, amount));
    }

    public SliceAnswers.SliceAnswer slice(SliceAsks.SliceAsk ask) {
        return post(InternalPaths.SLICES, new SliceAsks(edgeId, List.of(ask)), SliceAnswers.class)
                .answers()
                .getFirst();
    }

    public void giveBack(String sliceId, Subject subject, Dimension dimension, long amount) {
        post(
                InternalPaths.SLICE_RETURNS,
                new SliceReturns(edgeId, List.of(new SliceReturns.SliceReturn(sliceId, subject, dimension, amount))),
                null);
    }

    /// How one ask went: its HTTP status, and how long it took.
    public record Tried(int status, long millis) {}

    public Tried attempt(PermitAsk.LimitCheck... checks) {
        try {
            long begin = System.nanoTime();
            int status = send(
                            InternalPaths.PERMITS,
                            JSON.writeValueAsString(
                                    new PermitAsk(UUID.randomUUID().toString(), edgeId, 0, List.of(checks))))
                    .statusCode();
            return new Tried(status, (System.nanoTime() - begin) / 1_000_000);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T post(String path, Object body, @Nullable Class<T> as) {
        try {
            HttpResponse<String> answer = send(path, JSON.writeValueAsString(body));
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 204);
            return as == null ? null : JSON.readValue(answer.body(), as);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static HttpResponse<String> send(String path, String json) {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("content-type", "application/json")
                .header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static <T> List<T> parallel(int times, IntFunction<T> call) {
        try (var threads = Executors.newFixedThreadPool(16)) {
            return Stream.iterate(0, i -> i < times, i -> i + 1)
                    .map(i -> threads.submit(() -> call.apply(i)))
                    .toList()
                    .stream()
                    .map(Caller::get)
                    .toList();
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until so many milliseconds have passed since then.
    public static void until(long sinceNanos, long millis) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(90))
                .until(() -> System.nanoTime() - sinceNanos >= millis * 1_000_000);
    }
}
