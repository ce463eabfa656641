package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.edge.relay.Clearance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What may be written upstream is asked right before the write, and whoever says no tells the caller why.
class ClearanceTest extends DispatchRig {
    @Test
    void rule2TheReservationIsJudgedRightBeforeTheWriteNotBeforeTheConnect() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        route = List.of(target("d0", 0, 1, nobody), target("d1", 1, 1));
        script.add(answer(200, ANSWER));
        streaming = false;
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(clearances).containsExactly("d1");
    }

    @Test
    void nothingIsWrittenUntilItIsCleared() {
        List<Promise<Clearance>> later = new CopyOnWriteArrayList<>();
        clearing = () -> {
            Promise<Clearance> mine = promiseHere();
            later.add(mine);
            return mine.future();
        };
        script.add(events(CHUNK + LAST + DONE));
        open();
        CompletableFuture<HttpResponse<String>> answer = callAsync();
        await().until(() -> connections.get() == 1 && clearances.size() == 1);
        assertThat(received).isEmpty();
        later.getFirst().complete(CLEARED);
        assertThat(answer.join().body()).endsWith(DONE);
    }

    @Test
    void aBoundThatChangedSinceAdmissionIsTheOneThatIsSentAndTold() {
        outputBound = 500L;
        clearing = () -> Future.succeededFuture(new Clearance.Cleared(300L, true));
        script.add(events(CHUNK + LAST + DONE));
        open();
        HttpResponse<String> answer = call();
        assertThat(received.getFirst()).endsWith("bound=300{}");
        assertThat(answer.headers().firstValue("x-tollgate-output-bound")).contains("300");
    }

    /// Making a large body anew takes its time, in which a process may be paused.
    @Test
    void rule2WhatWasMadeForAnotherBoundIsJudgedAgainRightBeforeItIsWritten() {
        outputBound = 500L;
        ServiceError gone = new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, "gone meanwhile");
        clearing = () -> Future.succeededFuture(
                clearances.size() == 1 ? new Clearance.Cleared(300L, true) : new Clearance.Refused(gone, 0));
        script.add(events(CHUNK + LAST + DONE));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("gone meanwhile");
        assertThat(received).isEmpty();
    }

    @Test
    void aBoundThatIsNoClampIsNotTold() {
        outputBound = 500L;
        clearing = () -> Future.succeededFuture(new Clearance.Cleared(500L, false));
        script.add(events(CHUNK + LAST + DONE));
        open();
        HttpResponse<String> answer = call();
        assertThat(received.getFirst()).endsWith("bound=500{}");
        assertThat(answer.headers().firstValue("x-tollgate-output-bound")).isEmpty();
    }

    @Test
    void aRefusalReachesTheCallerAndLeavesTheConnectionToOthers() {
        settings.put("tollgate.edge.dispatch.connections-max", "1");
        ServiceError broke = new ServiceError(ErrorCode.INSUFFICIENT_BALANCE, "held by others");
        clearing = () -> Future.succeededFuture(new Clearance.Refused(broke, 1_500));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("held by others").contains("billing_error");
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
        assertThat(answer.headers().firstValue("x-ratelimit-limit-requests")).contains("9");
        assertThat(report().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report().target()).isNull();
        assertThat(received).isEmpty();
        clearing = () -> Future.succeededFuture(CLEARED);
        script.add(events(CHUNK + LAST + DONE));
        assertThat(call().statusCode()).isEqualTo(200);
    }

    @Test
    void anErrorThatWasThrownForTheCallerReachesHim() {
        clearing = () -> Future.failedFuture(new ServiceException(ErrorCode.SPEND_LIMIT_REACHED, "limit of the key"));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("spend_limit_reached").contains("limit of the key");
    }

    @Test
    void anotherFailureIsA503ThatTellsNothing() {
        clearing = () -> Future.failedFuture(new IOException("disk /var/lib full"));
        open();
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("service_unavailable").doesNotContain("/var/lib");
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
    }
}
