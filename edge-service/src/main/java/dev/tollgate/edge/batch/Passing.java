package dev.tollgate.edge.batch;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.batch.BatchEndpoints.Asking;
import dev.tollgate.edge.line.LineTokens;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;

/// Streams one call to batch and its answer back, each as fast as the slower side takes it.
@Singleton
class Passing {
    private static final List<String> ASKED = List.of("Content-Type", "Content-Length");
    private static final List<String> ANSWERED =
            List.of("Content-Type", "Content-Length", "Content-Disposition", "Retry-After");

    private final BatchPeer peer;
    private final LineTokens tokens;

    Passing(BatchPeer peer, LineTokens tokens) {
        this.peer = peer;
        this.tokens = tokens;
    }

    void pass(Asking asking) {
        HttpServerRequest request = asking.exchange().request();
        asking.caller()
                .after(
                        peer.call(request.method(), asking.target()).compose(call -> sent(asking, call)),
                        answer -> answer(asking, answer));
    }

    private Future<HttpClientResponse> sent(Asking asking, HttpClientRequest call) {
        HttpServerRequest request = asking.exchange().request();
        for (String name : ASKED) {
            String value = request.getHeader(name);
            if (value != null) {
                call.putHeader(name, value);
            }
        }
        call.putHeader(Headers.INTERNAL_TOKEN, tokens.own())
                .putHeader(Headers.REQUEST_ID, asking.exchange().id())
                .putHeader(Headers.ACCOUNT, asking.key().accountId())
                .putHeader(Headers.KEY_ID, asking.key().keyId())
                .putHeader(Headers.BATCH_KEY, asking.digest())
                .putHeader(Headers.CLIENT_ADDRESS, asking.exchange().remoteAddress());
        asking.exchange().response().closeHandler(gone -> call.reset());
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        boolean hasBody =
                request.getHeader("Content-Length") != null || request.headers().contains("Transfer-Encoding");
        if (!hasBody) {
            request.resume();
            return call.send();
        }
        call.setChunked(request.getHeader("Content-Length") == null);
        return call.send(request);
    }

    private static void answer(Asking asking, HttpClientResponse answer) {
        HttpServerResponse response = asking.exchange().response();
        if (response.closed()) {
            answer.request().reset();
            return;
        }
        response.setStatusCode(answer.statusCode())
                .putHeader(Headers.REQUEST_ID, asking.exchange().id());
        for (String name : ANSWERED) {
            String value = answer.getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        response.setChunked(answer.getHeader("Content-Length") == null);
        answer.pipe()
                .endOnFailure(false)
                .to(response)
                .onSuccess(done -> asking.caller().answered(answer.statusCode()))
                // Its length or its last chunk is missing: nobody takes a part for the whole.
                .onFailure(broken -> response.reset());
    }
}
