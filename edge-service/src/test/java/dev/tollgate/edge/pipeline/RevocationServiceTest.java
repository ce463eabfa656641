package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.edge.metering.TokenCounter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Rules 12: a revocation ends running streams when it says so, and only then. Redis is nowhere: the poll alone
/// keeps the second.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class RevocationServiceTest extends PipelineRig {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final String STREAM = body("m", ",\"stream\":true");

    @Test
    void rule12ARevocationThatEndsStreamsEndsThemWithinASecondChargedForWhatWasDelivered() throws Exception {
        AtomicBoolean upstreamClosed = new AtomicBoolean();
        world.provider.script.add(socket -> {
            socket.closeHandler(gone -> upstreamClosed.set(true));
            Provider.beginning().accept(socket);
        });
        limits(new RateLimits(null, null, null, 5L));
        try (Socket client = raw(STREAM)) {
            readUntil(client, "three four");
            long began = System.nanoTime();
            revoke(true);
            String rest = readUntil(client, "0\r\n\r\n");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ONE_SECOND.plusMillis(300));
            assertThat(rest)
                    .contains("\"code\":\"invalid_api_key\"")
                    .contains("authentication_error")
                    .doesNotContain("[DONE]");
        }
        await().atMost(ONE_SECOND).untilTrue(upstreamClosed);
        await().until(() -> world.done(account) != null);
        UsageFrame.Done done = Objects.requireNonNull(world.done(account));
        assertThat(done.outcome()).isEqualTo(UsageFrame.Outcome.REVOKED);
        // Counted by the tokenizer, and six for the message and the reply.
        assertThat(done.quantities()).containsEntry("input", new TokenCounter().count("up-m", "user\nhi\n") + 6);
        assertThat(done.estimated()).isTrue();
        assertThat(done.quantities().get("output")).isBetween(1L, 10L);
        assertThat(done.charge())
                .isEqualTo((done.quantities().get("input") + done.quantities().get("output")) * World.NANOS_PER_TOKEN);
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
        assertThat(gauge("tollgate.edge.streams")).isZero();
        await().until(() ->
                corrections().stream().anyMatch(one -> !one.release().isEmpty()));
    }

    @Test
    void rule12AnOrdinaryRevocationRefusesNewRequestsAndLetsStreamsGoOn() throws Exception {
        List<NetSocket> upstream = new CopyOnWriteArrayList<>();
        world.provider.script.add(socket -> {
            upstream.add(socket);
            Provider.beginning().accept(socket);
        });
        try (Socket client = raw(STREAM)) {
            readUntil(client, "three four");
            revoke(false);
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> call(body("m", "")).statusCode() == 401);
            upstream.getFirst().end(Buffer.buffer(Provider.LAST));
            assertThat(readUntil(client, "0\r\n\r\n")).contains("[DONE]");
        }
        await().until(() -> world.done(account) != null);
        assertThat(Objects.requireNonNull(world.done(account)).outcome()).isEqualTo(UsageFrame.Outcome.COMPLETED);
    }

    @Test
    void rule12AStreamThatWasBeingAdmittedWhenItsKeyWasRevokedDoesNotBegin() {
        limits(new RateLimits(10L, null, null, null));
        world.permitGate = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> answer = callAsync(STREAM);
        await().until(() -> permitAsks().size() == 1);
        revoke(true);
        int polls = world.auth.polls();
        await().until(() -> world.auth.polls() > polls + 1);
        world.permitGate.countDown();
        assertThat(answer.join().statusCode()).isEqualTo(401);
        assertThat(world.provider.bodies).isEmpty();
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
        assertThat(gauge("tollgate.edge.streams")).isZero();
    }

    @Test
    void oneStreamMoreThanTheEdgeTakesIsToldToComeBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            world.provider.script.add(Provider.beginning());
        }
        try (Socket one = raw(STREAM);
                Socket two = raw(STREAM);
                Socket three = raw(STREAM)) {
            await().until(() -> gauge("tollgate.edge.streams") == 3);
            HttpResponse<String> answer = call(STREAM);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
            assertThat(call(body("m", "")).statusCode()).isEqualTo(200);
            assertThat(List.of(one, two, three)).noneMatch(Socket::isClosed);
        }
        await().until(() -> gauge("tollgate.edge.streams") == 0);
    }

    private void revoke(boolean endStreams) {
        world.auth.commit(
                ChangeKind.KEY,
                keyId,
                endStreams,
                () -> world.auth.put(KeyFormat.hash(secret), key(KeyStatus.REVOKED, RateLimits.NONE)));
    }
}
