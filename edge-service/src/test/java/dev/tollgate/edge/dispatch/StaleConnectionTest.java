package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.relay.Clearance;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A provider that closes the connection that we keep, just as we send on it.
class StaleConnectionTest extends DispatchRig {
    @BeforeEach
    void plainAnswers() {
        streaming = false;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestWhoseKeptConnectionDiedIsSentAgainOnceToTheSameDeployment(boolean reset) {
        route = targets(2);
        script.add(StaleConnectionTest::kept);
        script.add(reset ? StaleConnectionTest::reset : NetSocket::close);
        script.add(StaleConnectionTest::kept);
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(received).hasSize(3).allMatch(request -> request.startsWith("POST /d0/"));
    }

    /// As when a provider closes what an edge kept while that was paused.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule2TheRepeatIsJudgedAgainRightBeforeItIsWritten(boolean reset) {
        ServiceError frozen = new ServiceError(ErrorCode.ACCOUNT_FROZEN, "frozen meanwhile");
        clearing = () -> Future.succeededFuture(clearances.size() < 3 ? CLEARED : new Clearance.Refused(frozen, 0));
        script.add(StaleConnectionTest::kept);
        script.add(reset ? StaleConnectionTest::reset : NetSocket::close);
        script.add(StaleConnectionTest::kept);
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        HttpResponse<String> answer = call();
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("frozen meanwhile");
        assertThat(received).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProviderThatClosesAgainIsNotAskedAThirdTime(boolean reset) {
        route = targets(2);
        script.add(reset ? StaleConnectionTest::reset : NetSocket::close);
        script.add(reset ? StaleConnectionTest::reset : NetSocket::close);
        script.add(StaleConnectionTest::kept);
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(called()).containsExactly("d0", "d0", "d1");
    }

    @Test
    void anAnswerThatBreaksOffIsNotSentAgainToTheSameDeployment() {
        route = targets(2);
        script.add(socket -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{");
            reset(socket);
        });
        script.add(StaleConnectionTest::kept);
        open();
        assertThat(call().statusCode()).isEqualTo(200);
        assertThat(called()).containsExactly("d0", "d1");
    }

    private static void kept(NetSocket socket) {
        socket.write(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + ANSWER.length() + "\r\n\r\n" + ANSWER));
    }

    private static void reset(NetSocket socket) {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }
}
