package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Rules 2: an edge that was paused between its reservation and the upstream write. The request waits for the one
/// connection to the provider while the only event loop stands still for longer than a tick may take.
@QuarkusTest
@TestProfile(PausedEdgeServiceTest.OneConnection.class)
@NullUnmarked
class PausedEdgeServiceTest extends PipelineRig {
    public static class OneConnection extends Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("tollgate.edge.dispatch.connections-max", "1");
            return config;
        }
    }

    private static final long PAUSE_NANOS = 1_500_000_000L;

    @Inject
    Vertx vertx;

    private int asks;
    private final List<NetSocket> busy = new CopyOnWriteArrayList<>();

    @Test
    void rule2APausedEdgeReservesAnewBeforeItWrites() {
        CompletableFuture<HttpResponse<String>> answer = reservedThenPaused();
        double before = counter("tollgate.edge.reserved.anew");
        Provider.plain(9, 3).accept(busy.getFirst());
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(counter("tollgate.edge.reserved.anew")).isEqualTo(before + 1);
        assertThat(leaseAsks()).hasSizeGreaterThan(asks);
        await().until(() -> gauge("tollgate.credit.reserved.nanocredits") == 0);
    }

    @Test
    void rule2APausedEdgeWhoseCreditIsGoneSendsNothing() {
        CompletableFuture<HttpResponse<String>> answer = reservedThenPaused();
        world.free.put(account, 0L);
        world.takeAllBack = true;
        Provider.plain(9, 3).accept(busy.getFirst());
        assertThat(answer.join().statusCode()).isEqualTo(402);
        assertThat(answer.join().body()).contains("insufficient_balance");
        assertThat(world.provider.bodies).hasSize(1);
        await().until(() -> gauge("tollgate.credit.reserved.nanocredits") == 0);
    }

    /// The first request keeps the connection busy, the second has its reservation and waits.
    private CompletableFuture<HttpResponse<String>> reservedThenPaused() {
        world.provider.script.add(busy::add);
        CompletableFuture<HttpResponse<String>> first = callAsync(body("gratis", ""));
        await().until(() -> busy.size() == 1);
        CompletableFuture<HttpResponse<String>> second = callAsync(body("m", ""));
        await().until(() -> gauge("tollgate.credit.reserved.nanocredits") > 0);
        asks = leaseAsks().size();
        pause();
        assertThat(first.isDone()).isFalse();
        assertThat(second.isDone()).isFalse();
        return second;
    }

    private void pause() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        vertx.runOnContext(here -> {
            long until = System.nanoTime() + PAUSE_NANOS;
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            over.complete(null);
        });
        over.join();
    }
}
