package dev.tollgate.edge.permit;

import dev.tollgate.bench.micro.Keys;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.bench.micro.Settings;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.peers.EdgeIdentity;
import dev.tollgate.edge.peers.OpenHanded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// A request that passes its limits without a call: admitted by slices at hand, and settled.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class PermitBench extends Measured {
    private static final RateLimits LARGE = new RateLimits(6_000_000L, 6_000_000_000L, null, null);
    private static final Catalogue.Group GROUP = new Catalogue.Group("default", List.of("*"), RateLimits.NONE);
    private static final Catalogue.Model MODEL = new Catalogue.Model(
            "gpt-4o-mini", List.of(), "openai", 128_000, 16_384, 256, List.of("chat"), RateLimits.NONE, null, 0);

    /// `none`, or requests and tokens per minute of the key and of its account.
    @Param({"none", "four"})
    public String limits;

    private Vertx vertx;
    private Permits permits;
    private PermitRequest request;

    @Setup
    public void prepare() throws InterruptedException {
        vertx = Vertx.vertx();
        PermitConfig config = Settings.of(PermitConfig.class, Map.of());
        permits = new Permits(
                config,
                new Pools(vertx, config, OpenHanded.ratelimit(), new EdgeIdentity(), new SimpleMeterRegistry()));
        RateLimits large = limits.equals("none") ? RateLimits.NONE : LARGE;
        request = new PermitRequest("req", Keys.limited("acct", large), MODEL, GROUP, 100, 400);
        while (!permits.acquire(request).isComplete()) {
            Thread.sleep(1);
        }
    }

    @Benchmark
    public Permit admitted() {
        Future<PermitOutcome> outcome = permits.acquire(request);
        Permit permit = ((PermitOutcome.Admitted) outcome.result()).permit();
        permit.settle(300);
        return permit;
    }

    @TearDown
    public void end() {
        vertx.close();
    }
}
