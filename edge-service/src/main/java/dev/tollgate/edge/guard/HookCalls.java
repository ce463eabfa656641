package dev.tollgate.edge.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.dispatch.ProviderPeer;
import io.vertx.core.Context;
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
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Asks guardrails' services, each call bounded in size and time. What they are shown and say is never logged.
@Singleton
class HookCalls {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HookAnswer FAILED = new HookAnswer.Failed("connection");

    private final Vertx vertx;
    private final GuardConfig config;
    private final HttpClient client;
    private final AtomicInteger running = new AtomicInteger();

    HookCalls(Vertx vertx, GuardConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(config.connect().toMillis()))
                        .setDecompressionSupported(false)
                        .setTracingPolicy(TracingPolicy.IGNORE)
                        .setMaxWaitQueueSize(config.callsMax()),
                new PoolOptions().setHttp1MaxSize(config.connectionsMax()));
    }

    /// Never fails, and answers on the context of who asks.
    Future<HookAnswer> ask(Hook hook, Phase phase, Facts facts, List<String> texts) {
        if (hook.isUnsigned()) {
            return Future.succeededFuture(new HookAnswer.Failed("secret"));
        }
        Buffer body = body(phase, facts, texts);
        if (body.length() > config.callMax().asLongValue()) {
            return Future.succeededFuture(new HookAnswer.Failed("too_large"));
        }
        if (running.incrementAndGet() > config.callsMax()) {
            running.decrementAndGet();
            return Future.succeededFuture(new HookAnswer.Failed("busy"));
        }
        Context context = vertx.getOrCreateContext();
        Promise<HookAnswer> told = Promise.promise();
        call(hook, body, texts.size()).onComplete(done -> {
            running.decrementAndGet();
            context.runOnContext(_ -> told.complete(done.succeeded() ? done.result() : FAILED));
        });
        return told.future();
    }

    private Buffer body(Phase phase, Facts facts, List<String> texts) {
        ObjectNode body = JSON.createObjectNode()
                .put("phase", phase.word())
                .put("request_id", facts.requestId())
                .put("account_id", facts.account())
                .put("key_id", facts.key())
                .put("group", facts.group())
                .put("model", facts.model())
                .put("endpoint", facts.operation().label());
        ArrayNode shown = body.putArray("texts");
        texts.forEach(shown::add);
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are JSON", e);
        }
    }

    private Future<HookAnswer> call(Hook hook, Buffer body, int shown) {
        Promise<HookAnswer> answer = Promise.promise();
        long timer = vertx.setTimer(hook.timeoutMillis(), late -> answer.tryComplete(new HookAnswer.Failed("timeout")));
        answer.future().onComplete(done -> vertx.cancelTimer(timer));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(hook.url())
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json")
                .putHeader("User-Agent", "tollgate");
        String signature = hook.signature(System.currentTimeMillis() / 1_000, body);
        if (signature != null) {
            options.putHeader(Headers.GUARDRAIL_SIGNATURE, signature);
        }
        client.request(options).onFailure(failure -> answer.tryComplete(FAILED)).onSuccess(connected -> {
            answer.future().onComplete(done -> leave(connected, done.result()));
            if (!ProviderPeer.isAllowed(hook.url(), connected.connection().remoteAddress())) {
                answer.tryComplete(new HookAnswer.Failed("address"));
            } else if (!answer.future().isComplete()) {
                connected.exceptionHandler(failure -> answer.tryComplete(FAILED));
                connected
                        .send(body)
                        .onFailure(failure -> answer.tryComplete(FAILED))
                        .onSuccess(response -> read(response, shown, answer));
            }
        });
        return answer.future();
    }

    /// What has not come to its end in order is not used again.
    private static void leave(HttpClientRequest connected, HookAnswer answer) {
        if (answer instanceof HookAnswer.Failed failed && !failed.why().equals("malformed")) {
            connected.reset();
        }
    }

    private void read(HttpClientResponse response, int shown, Promise<HookAnswer> answer) {
        response.exceptionHandler(failure -> answer.tryComplete(FAILED));
        if (response.statusCode() / 100 != 2) {
            answer.tryComplete(new HookAnswer.Failed("status"));
            return;
        }
        long max = config.answerMax().asLongValue();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > max) {
                answer.tryComplete(new HookAnswer.Failed("oversized"));
            } else if (!answer.future().isComplete()) {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> {
            if (!answer.future().isComplete()) {
                answer.tryComplete(HookAnswer.read(body.getBytes(), shown));
            }
        });
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
