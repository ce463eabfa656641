package dev.tollgate.ratelimit;

import com.sun.net.httpserver.HttpServer;
import dev.tollgate.local.testing.RedisNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/// Billing's day counts, as a test sets them: a field of type [BilledDay] gets them.
@NullUnmarked
public final class BillingResource implements QuarkusTestResourceLifecycleManager {
    private HttpServer server;
    private BilledDay billed;

    @Override
    public Map<String, String> start() {
        try {
            billed = new BilledDay();
            server = HttpServer.create(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            RedisNode.freePorts(1).getFirst()),
                    10);
            server.createContext("/", billed::answer);
            server.start();
            return Map.of(
                    "TOLLGATE_BILLING_URL",
                    "http://127.0.0.1:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(billed, new TestInjector.MatchesType(BilledDay.class));
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
